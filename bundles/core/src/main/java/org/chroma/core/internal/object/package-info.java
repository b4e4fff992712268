/** Names, edits, states and alerts of the objects of a cluster. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.object;
