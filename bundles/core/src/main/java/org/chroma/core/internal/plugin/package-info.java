/** Which plugins there are, and what is wrong with them. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.plugin;
