package org.chroma.statistics.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chroma.core.port.SampleSink;
import org.chroma.spi.Sample;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Series;
import org.chroma.statistics.Statistics;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the core's readings: an entity is an object as {@code host/3}. */
@Component(service = SampleSink.class)
public final class CoreSampleSink implements SampleSink {
    private static final Logger LOG = LoggerFactory.getLogger(CoreSampleSink.class);

    private final Statistics statistics;

    @Activate
    public CoreSampleSink(@Reference Statistics statistics) {
        this.statistics = statistics;
    }

    /**
     * The plugins of one report look one after the other, a few milliseconds apart; to the statistics an entity's readings of
     * one report are one update, at the time of the first.
     */
    @Override
    public void write(List<Attributed> samples) {
        Batch batch = new Batch();
        Map<String, Long> times = new HashMap<>();
        for (Attributed attributed : samples) {
            long time = times.computeIfAbsent(
                    attributed.entity(), entity -> attributed.sample().at().toEpochMilli());
            batch.add(
                    attributed.entity(),
                    time,
                    series(attributed.sample()),
                    number(attributed.sample().value()));
        }
        // Nobody waits: a report is accepted whether or not its readings can be kept.
        var unused = statistics.write(batch).exceptionally(problem -> {
            LOG.error("Readings of a report are lost", problem);
            return null;
        });
    }

    @Override
    public void drop(String entity) {
        statistics.drop(entity);
    }

    /**
     * Lustre's and Linux's counters have 64 bits, which never wrap, but they begin at 0 again when a target is mounted or a server
     * boots: growth that would be negative is unknown, not a wrap.
     */
    private static Series series(Sample sample) {
        return switch (sample.type()) {
            case GAUGE -> Series.gauge(sample.series());
            case COUNTER, DERIVE -> Series.derive(sample.series()).minimum(0);
            case ABSOLUTE -> Series.absolute(sample.series());
        };
    }

    /** Whole numbers are kept as such, which is exact and takes less room. */
    private static Number number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            return (long) value;
        }
        return value;
    }
}
