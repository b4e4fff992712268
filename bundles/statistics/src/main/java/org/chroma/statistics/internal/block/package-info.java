/** Readings of one entity: the newest in memory, packed into chunks, made into blocks of readings and of rows. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.block;
