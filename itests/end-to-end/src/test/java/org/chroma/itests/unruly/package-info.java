/** A bundle of plugins that do what none should; a test builds it and drops it into a running manager. */
@org.jspecify.annotations.NullMarked
package org.chroma.itests.unruly;
