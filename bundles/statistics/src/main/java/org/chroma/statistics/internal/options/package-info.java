/** What a store keeps, for how long, and the bounds that it keeps to. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.options;
