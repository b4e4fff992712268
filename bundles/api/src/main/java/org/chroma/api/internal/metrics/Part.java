package org.chroma.api.internal.metrics;

import java.io.IOException;
import org.chroma.metrics.Exposition;

/** Some of the metrics. */
interface Part {
    void write(Exposition out) throws IOException;
}
