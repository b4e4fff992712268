/** What Prometheus and its like scrape: all that is known now, as OpenMetrics text. */
@org.jspecify.annotations.NullMarked
package org.chroma.api.internal.metrics;
