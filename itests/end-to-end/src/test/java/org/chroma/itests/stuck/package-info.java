/** A bundle whose start never ends; a test builds it and drops it into a running manager. */
@org.jspecify.annotations.NullMarked
package org.chroma.itests.stuck;
