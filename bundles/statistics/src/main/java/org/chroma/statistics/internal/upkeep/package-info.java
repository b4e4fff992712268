/** Brings what is in memory to the store, lets what is old go, and finds everything again after a start. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.upkeep;
