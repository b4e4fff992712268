/** What the store costs, measured beside its peers. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.bench;
