/** Makes rows of readings as rrdtool does: rates, steps, coarser resolutions. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.rows;
