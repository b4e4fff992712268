/** The way in: what is accepted, defined, logged, counted and told to followers. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.ingest;
