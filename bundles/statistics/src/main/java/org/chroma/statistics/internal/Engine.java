package org.chroma.statistics.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
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
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.StatisticsException.Fault;
import org.chroma.statistics.Window;
import org.chroma.statistics.WriteResult;
import org.chroma.statistics.internal.entity.Entities;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.entity.SharedSeries;
import org.chroma.statistics.internal.ingest.Admission;
import org.chroma.statistics.internal.ingest.Definitions;
import org.chroma.statistics.internal.ingest.Followers;
import org.chroma.statistics.internal.ingest.Ingest;
import org.chroma.statistics.internal.ingest.Totals;
import org.chroma.statistics.internal.log.WriteAheadLog;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.options.Resolution;
import org.chroma.statistics.internal.query.Queries;
import org.chroma.statistics.internal.store.BlockCache;
import org.chroma.statistics.internal.store.BlockStore;
import org.chroma.statistics.internal.upkeep.Flusher;
import org.chroma.statistics.internal.upkeep.Recovery;
import org.chroma.statistics.internal.upkeep.Upkeep;

/**
 * The embedded engine: what the other classes of this package are together. An update goes {@linkplain Ingest in} to
 * the log and to its entity's head; full heads are packed into chunks, and after some hundred updates the
 * {@linkplain Flusher flusher} makes the chunks one stored block. Rows of coarser resolutions are computed from several
 * blocks at once, and until then on {@linkplain Queries reading}.
 *
 * <p>What the log must still hold is known per entity, so {@linkplain Recovery recovery} reads little more than the
 * updates since each entity's newest block.
 *
 * <p>Here the parts are put together, and here callers wait where their call means that something is durable.
 */
public final class Engine implements Statistics, Closeable {
    private final BlockStore store;
    private final WriteAheadLog log;
    private final Flusher flusher;
    private final Ingest ingest;
    private final Queries queries;
    private final Upkeep upkeep;
    private final Definitions definitions;
    private final Entities entities = new Entities();
    private final Followers followers = new Followers();
    private final Totals totals = new Totals();
    private final AtomicLong corrupt = new AtomicLong();

    public Engine(Options options, BlockStore store, Path logDirectory, InstantSource clock) throws IOException {
        this.store = store;
        log = new WriteAheadLog(logDirectory, options.segmentBytes());
        SharedSeries shared = new SharedSeries();
        Recovery.Found found;
        try {
            found = new Recovery(options, shared, clock, corrupt).run(store, log);
        } catch (IOException | RuntimeException | Error e) {
            log.close();
            throw e;
        }
        found.entities().forEach(entities::put);
        definitions = new Definitions(options, entities, shared, found.nextId());
        BlockCache cache = new BlockCache(store, options, corrupt);
        flusher = new Flusher(options, store, cache);
        queries = new Queries(options, cache, entities, clock);
        upkeep = new Upkeep(options, clock, store, log, entities, flusher);
        ingest = new Ingest(
                options,
                clock,
                entities,
                definitions,
                new Admission(options, clock, store, log),
                log,
                flusher,
                followers,
                totals);
        flusher.start(upkeep::maintain);
        entities.all().forEach(flusher::closeIfFull);
    }

    // ---- writing

    @Override
    public void define(String key, Map<String, String> attributes, Collection<Series> series) {
        await(ingest.define(key, attributes, series));
    }

    /** Sets when an entity's measuring begins, before its first update; milliseconds. */
    public void begin(String key, long start) {
        await(ingest.begin(key, start));
    }

    @Override
    public Recorder recorder(String key, List<Series> columns) {
        Entity known = entities.get(key);
        define(key, known == null ? Map.of() : known.attributes, columns);
        return ingest.recorder(key, columns);
    }

    @Override
    public CompletableFuture<WriteResult> write(Batch batch) {
        return ingest.write(batch);
    }

    @Override
    public boolean drop(String key) {
        return await(ingest.drop(key));
    }

    /** From here on a follower is told what becomes durable. */
    public void addFollower(Follower follower) {
        followers.add(follower);
    }

    public void removeFollower(Follower follower) {
        followers.remove(follower);
    }

    // ---- reading

    @Override
    public Optional<EntityInfo> entity(String key) {
        return Optional.ofNullable(entities.get(key)).map(Engine::info);
    }

    private static EntityInfo info(Entity entity) {
        synchronized (entity) {
            return new EntityInfo(entity.key, entity.attributes, entity.series, entity.begun() ? entity.lastTime : 0);
        }
    }

    @Override
    public List<EntityInfo> entities(Selector selector) {
        return entities.select(selector).stream().map(Engine::info).toList();
    }

    @Override
    public List<Range> read(
            Selector selector, Collection<SeriesId> series, Collection<Consolidation> functions, Window window) {
        return queries.read(selector, series, functions, window);
    }

    @Override
    public List<Latest> latest(Selector selector, Collection<SeriesId> series) {
        return queries.latest(selector, series);
    }

    @Override
    public List<Latest> latest(Selector selector) {
        return queries.latest(selector);
    }

    @Override
    public List<Range> aggregate(
            Selector selector,
            Collection<SeriesId> series,
            Consolidation function,
            Window window,
            Reduction reduction,
            String groupBy) {
        return queries.aggregate(selector, series, function, window, reduction, groupBy);
    }

    @Override
    public List<Ranked> top(Selector selector, String name, Consolidation function, Window window, int count) {
        return queries.top(selector, name, function, window, count);
    }

    /**
     * Rows of one archive as they are kept, for a caller that knows the archives.
     *
     * @param ordinals which series of the entity
     * @param archives which archives of the resolution
     * @param first number of the first row
     * @return values by series, archive and row; NaN where unknown
     */
    public double[][][] rows(String key, int[] ordinals, Resolution resolution, int[] archives, long first, int count)
            throws IOException {
        return queries.rows(key, ordinals, resolution, archives, first, count);
    }

    @Override
    public Counters counters() {
        return new Counters(
                totals.accepted(),
                totals.late(),
                totals.early(),
                totals.duplicate(),
                totals.refused(),
                corrupt.get(),
                entities.size(),
                definitions.series(),
                log.bytes(),
                flusher.storedBlocks(),
                flusher.storedBytes());
    }

    // ---- upkeep

    /** Runs upkeep now and waits until it is done. */
    public void maintainNow() {
        await(upkeep.now());
    }

    /**
     * Stores all updates as blocks and rows now, whatever their number: for stores that are read elsewhere, and for
     * tests.
     */
    public void flush() {
        await(upkeep.flush());
    }

    /** Waits until all blocks under way are stored. */
    public void settle() {
        await(flusher.run(() -> {}));
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw new StatisticsException(Fault.SERVER, "Statistics could not be stored", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (ingest.close()) {
            flusher.close();
            log.close();
            store.close();
        }
    }
}
