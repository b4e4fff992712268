/** The measured objects: their series, what is open of each, and where its consolidation stands. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.entity;
