/** Where blocks lie for good: a database, a file, or memory; and those that were read last. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.store;
