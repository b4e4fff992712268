/** Which jobs are queued, which is next, and what follows from their ends. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.schedule;
