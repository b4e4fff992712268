/** The parts of the core put together and kept going. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.engine;
