/** The embedded engine behind the statistics service: log, head, blocks, consolidation. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal;
