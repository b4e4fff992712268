/** The rim: the one way in which the core calls code that somebody else wrote. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.foreign;
