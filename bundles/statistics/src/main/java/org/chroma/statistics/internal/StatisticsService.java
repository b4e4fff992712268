package org.chroma.statistics.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Counters;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Follower;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Range;
import org.chroma.statistics.Ranked;
import org.chroma.statistics.Recorder;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.Statistics;
import org.chroma.statistics.Window;
import org.chroma.statistics.WriteResult;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.options.Resolution;
import org.chroma.statistics.internal.store.BlockStore;
import org.chroma.statistics.internal.store.JdbcBlockStore;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Publishes the engine on the manager's database. */
@Component(
        configurationPid = "org.chroma.statistics",
        configurationPolicy = ConfigurationPolicy.OPTIONAL,
        property = Statistics.LOCAL)
@Designate(ocd = StatisticsService.Config.class)
public final class StatisticsService implements Statistics {

    /** Options of the statistics store. */
    @ObjectClassDefinition(name = "Chroma statistics")
    public @interface Config {
        @AttributeDefinition(
                description = "Directory of the write-ahead log; empty for statistics/log in the data directory")
        String log_directory() default "";

        @AttributeDefinition(description = "Seconds between two samples, 1 to 86400")
        int step() default 10;

        @AttributeDefinition(
                description =
                        "Length and retention of rows, finest first; the first must be the step. Units s, m, h, d, y")
        String[] resolutions() default {"10s/1d", "1m/3d", "5m/7d", "1h/30d", "1d/10y"};

        @AttributeDefinition(
                description =
                        "Whether rows that one late update completes stay unknown but for the last; rrdtool fills them")
        boolean empty_gaps() default false;

        @AttributeDefinition(description = "Seconds by which a sample may be in the future")
        int ahead() default 600;

        @AttributeDefinition(description = "Seconds by which the first sample of an entity may be in the past")
        int behind() default 86_400;

        @AttributeDefinition(description = "Most entities")
        int max_entities() default 100_000;

        @AttributeDefinition(description = "Most series of one entity")
        int max_series() default 5_000;

        @AttributeDefinition(
                description = "Most characters of the name, labels, unit and help of one series, or of an entity's"
                        + " attributes")
        int max_text() default 2_048;

        @AttributeDefinition(description = "Most megabytes of stored blocks; beyond that samples are refused")
        long max_store() default 1_048_576;

        @AttributeDefinition(
                description = "Most megabytes of log while the database is away; beyond that samples are refused")
        long max_log() default 4_096;

        @AttributeDefinition(description = "Megabytes of memory for blocks that were read")
        int cache() default 64;
    }

    private final Engine engine;

    @Activate
    public StatisticsService(
            BundleContext context,
            @Reference(target = "(osgi.jndi.service.name=chroma)") DataSource source,
            Config config)
            throws IOException {
        Options options = options(config);
        engine = new Engine(
                options,
                new JdbcBlockStore(source, resolution -> retention(options, resolution)),
                logDirectory(config, context.getProperty("chroma.data")),
                InstantSource.system());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addFollower(Follower follower) {
        engine.addFollower(follower);
    }

    public void removeFollower(Follower follower) {
        engine.removeFollower(follower);
    }

    static Path logDirectory(Config config, @Nullable String data) {
        if (!config.log_directory().isEmpty()) {
            return Path.of(config.log_directory());
        }
        return Path.of(data == null || data.isEmpty() ? "data" : data, "statistics", "log");
    }

    /** Milliseconds for which blocks of a resolution are kept. */
    public static long retention(Options options, long resolution) {
        if (resolution == BlockStore.RAW) {
            return options.rawMillis();
        }
        return options.resolutions().stream()
                .filter(r -> options.rowSeconds(r) == resolution)
                .mapToLong(r -> resolution * 1000 * r.rows())
                .findFirst()
                .orElse(86_400_000);
    }

    static Options options(Config config) {
        List<Resolution> resolutions = new ArrayList<>();
        for (String text : config.resolutions()) {
            String[] parts = text.strip().split("/", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("Not a resolution and retention such as 1m/3d: \"" + text + "\"");
            }
            long row = seconds(parts[0], text);
            long kept = seconds(parts[1], text);
            if (row % config.step() != 0 || kept < row || kept / row > 10_000_000) {
                throw new IllegalArgumentException(
                        "Rows of \"" + text + "\" must be a multiple of the step and shorter than their retention");
            }
            resolutions.add(Options.resolution((int) (row / config.step()), (int) (kept / row)));
        }
        Options defaults = Options.defaults();
        return defaults.withResolutions(config.step(), resolutions)
                .withEmptyGaps(config.empty_gaps())
                .withTolerance(Duration.ofSeconds(config.ahead()), Duration.ofSeconds(config.behind()))
                .withBounds(new Options.Bounds(
                        config.max_entities(),
                        config.max_series(),
                        config.max_text(),
                        config.max_store() << 20,
                        config.max_log() << 20))
                .withBlocks(
                        defaults.blockUpdates(),
                        defaults.rollUpBlocks(),
                        defaults.segmentBytes(),
                        (long) config.cache() << 20);
    }

    /** Seconds of a length of time such as {@code 10s}, {@code 5m}, {@code 1h}, {@code 30d}, {@code 10y}. */
    static long seconds(String length, String context) {
        String text = length.strip();
        int unit = text.isEmpty() ? -1 : "smhdwy".indexOf(text.charAt(text.length() - 1));
        if (unit < 0 || !text.substring(0, text.length() - 1).matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("Not a length of time: \"" + length + "\" in \"" + context + "\"");
        }
        long[] seconds = {1, 60, 3_600, 86_400, 604_800, 31_536_000};
        return Long.parseLong(text.substring(0, text.length() - 1)) * seconds[unit];
    }

    @Deactivate
    void deactivate() throws IOException {
        engine.close();
    }

    @Override
    public void define(String entity, Map<String, String> attributes, Collection<Series> series) {
        engine.define(entity, attributes, series);
    }

    @Override
    public Recorder recorder(String entity, List<Series> columns) {
        return engine.recorder(entity, columns);
    }

    @Override
    public CompletableFuture<WriteResult> write(Batch batch) {
        return engine.write(batch);
    }

    @Override
    public boolean drop(String entity) {
        return engine.drop(entity);
    }

    @Override
    public Optional<EntityInfo> entity(String key) {
        return engine.entity(key);
    }

    @Override
    public List<EntityInfo> entities(Selector selector) {
        return engine.entities(selector);
    }

    @Override
    public List<Range> read(
            Selector selector, Collection<SeriesId> series, Collection<Consolidation> functions, Window window) {
        return engine.read(selector, series, functions, window);
    }

    @Override
    public List<Latest> latest(Selector selector, Collection<SeriesId> series) {
        return engine.latest(selector, series);
    }

    @Override
    public List<Latest> latest(Selector selector) {
        return engine.latest(selector);
    }

    @Override
    public List<Range> aggregate(
            Selector selector,
            Collection<SeriesId> series,
            Consolidation function,
            Window window,
            Reduction reduction,
            String groupBy) {
        return engine.aggregate(selector, series, function, window, reduction, groupBy);
    }

    @Override
    public List<Ranked> top(Selector selector, String name, Consolidation function, Window window, int count) {
        return engine.top(selector, name, function, window, count);
    }

    @Override
    public Counters counters() {
        return engine.counters();
    }
}
