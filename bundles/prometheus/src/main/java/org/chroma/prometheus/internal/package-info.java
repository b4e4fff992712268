/** Remote write with its queue on disk, and statistics that are read through Prometheus' HTTP API. */
@org.jspecify.annotations.NullMarked
package org.chroma.prometheus.internal;
