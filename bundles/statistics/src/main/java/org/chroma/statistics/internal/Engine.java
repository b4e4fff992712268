package org.chroma.statistics.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded engine. An update goes to the log and to its entity's head; full heads are packed into chunks, and after some
 * hundred updates the chunks become one stored block. Rows of coarser resolutions are computed from several blocks at once, and until
 * then on reading.
 *
 * <p>What the log must still hold is known per entity, so recovery reads little more than the updates since each entity's
 * newest block.
 */
final class Engine implements Statistics, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** Log items. */
    private static final int UPDATE = 1;

    private static final int ABSOLUTE_UPDATE = 2;
    private static final int DEFINE = 3;
    private static final int DROP = 4;
    private static final int BEGIN = 5;

    private final Options options;
    private final InstantSource clock;
    private final BlockStore store;
    private final WriteAheadLog log;
    private final Flusher flusher;
    private final Queries queries;
    private final Upkeep upkeep;
    private final Followers followers = new Followers();
    private final Entities entities = new Entities();
    private final AtomicLong corrupt = new AtomicLong();
    private final SharedSeries shared = new SharedSeries();

    private final ReentrantLock writing = new ReentrantLock();
    private final ByteWriter frame = new ByteWriter(1 << 16);
    private long[] values = new long[64];
    private byte[] kinds = new byte[64];
    private byte[] allWhole = new byte[0];
    private long nextId = 1;
    private int seriesCount;
    private boolean closed;

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong early = new AtomicLong();
    private final AtomicLong duplicate = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    Engine(Options options, BlockStore store, Path logDirectory, InstantSource clock) throws IOException {
        this.options = options;
        this.clock = clock;
        this.store = store;
        this.log = new WriteAheadLog(logDirectory, options.segmentBytes());
        BlockCache cache = new BlockCache(store, options, corrupt);
        this.flusher = new Flusher(options, store, cache);
        this.queries = new Queries(options, cache, entities, clock);
        this.upkeep = new Upkeep(options, clock, store, log, entities, flusher);
        try {
            recover();
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
        flusher.start(upkeep::maintain);
        entities.all().forEach(flusher::closeIfFull);
    }

    // ---- recovery

    private void recover() throws IOException {
        Map<Long, Entity> byId = new HashMap<>();
        for (BlockStore.Stored stored : store.load()) {
            Entity entity = restore(stored);
            if (entity != null) {
                byId.put(entity.id, entity);
            }
            nextId = Math.max(nextId, stored.id() + 1);
        }
        Recovery recovery = new Recovery(byId);
        log.open(recovery);
        for (Entity entity : byId.values()) {
            entities.put(entity);
            seriesCount += entity.series.size();
        }
        for (long id : recovery.dropped) {
            store.drop(id);
        }
    }

    private @org.jspecify.annotations.Nullable Entity restore(BlockStore.Stored stored) {
        try {
            return Entity.restore(stored, options.stepMillis(), shared);
        } catch (CorruptDataException e) {
            corrupt.incrementAndGet();
            LOG.error(
                    "The stored state of {} is corrupt; its series go on without their past: {}",
                    stored.key(),
                    e.getMessage());
        }
        try {
            Entity entity = new Entity(stored.id(), stored.key(), Entity.NOT_BEGUN);
            entity.define(stored.definition(), options.stepMillis(), shared);
            return entity;
        } catch (CorruptDataException e) {
            LOG.error("The definition of {} is corrupt too; the entity is gone: {}", stored.key(), e.getMessage());
            return null;
        }
    }

    private final class Recovery implements WriteAheadLog.Replay {
        final List<Long> dropped = new ArrayList<>();
        private final Map<Long, Entity> byId;
        /** What the updates of the current segment refer back to. */
        private final Map<Long, Before> before = new HashMap<>();

        private static final class Before {
            long time;
            long[] values = new long[0];
            byte[] kinds = new byte[0];
        }

        Recovery(Map<Long, Entity> byId) {
            this.byId = byId;
        }

        @Override
        public void segment(int segment) {
            before.clear();
        }

        @Override
        public void frame(int segment, ByteReader in) {
            while (!in.atEnd()) {
                int item = in.u8();
                long id = in.varint();
                switch (item) {
                    case DEFINE -> define(segment, id, in);
                    case BEGIN -> begin(segment, id, in.zigzag());
                    case DROP -> {
                        byId.remove(id);
                        dropped.add(id);
                    }
                    case UPDATE, ABSOLUTE_UPDATE -> update(segment, id, item == ABSOLUTE_UPDATE, in);
                    default -> throw new CorruptDataException("unknown log item " + item);
                }
            }
        }

        private void define(int segment, long id, ByteReader in) {
            String key = in.string();
            Map<String, String> attributes = Map.copyOf(DefinitionCodec.readText(in));
            int first = in.count(1 << 20);
            List<Series> series = DefinitionCodec.readSeries(in);
            nextId = Math.max(nextId, id + 1);
            Entity entity = byId.computeIfAbsent(id, any -> new Entity(id, key, Entity.NOT_BEGUN));
            entity.attributes = attributes;
            int have = entity.series.size() - first;
            if (have >= 0 && have < series.size()) {
                entity.add(shared.share(series.subList(have, series.size())), options.stepMillis());
            }
            entity.definitionChanged = true;
            entity.logged(segment);
        }

        private void begin(int segment, long id, long start) {
            Entity entity = byId.get(id);
            if (entity != null && !entity.begun()) {
                entity.begin(start, options.stepMillis());
                entity.logged(segment);
            }
        }

        private void update(int segment, long id, boolean absolute, ByteReader in) {
            Before last = before.computeIfAbsent(id, any -> new Before());
            long time = absolute ? in.zigzag() : last.time + in.varint();
            int count = in.count(1 << 20);
            long[] now = new long[count];
            byte[] nowKinds = new byte[count];
            UpdateCodec.read(in, now, nowKinds, count, last.values, last.kinds, absolute);
            last.time = time;
            last.values = now;
            last.kinds = nowKinds;
            Entity entity = byId.get(id);
            if (entity == null || count > entity.series.size()) {
                return;
            }
            if (!entity.begun()) {
                entity.begin(time - 1000, options.stepMillis());
            }
            if (time > entity.lastTime) {
                entity.logged(segment);
                if (entity.openUpdates == 0) {
                    entity.openSince = clock.millis();
                }
                entity.append(time, now, nowKinds, count);
            }
        }
    }

    // ---- definition

    @Override
    public void define(String key, Map<String, String> attributes, Collection<Series> series) {
        CompletableFuture<Void> durable;
        writing.lock();
        try {
            open();
            int segment = log.segment();
            frame.length = 0;
            Entity entity = entities.get(key);
            Map<String, String> wanted = Map.copyOf(attributes);
            List<Series> missing = missing(entity, series);
            if (entity != null && missing.isEmpty() && entity.attributes.equals(wanted)) {
                return;
            }
            String fault = fault(key, wanted, entity, missing);
            if (fault != null) {
                refused.incrementAndGet();
                throw new StatisticsException(Fault.CALLER, fault);
            }
            define(entity, key, wanted, missing, segment);
            durable = log.append(segment, frame.bytes, frame.length);
        } finally {
            writing.unlock();
        }
        await(durable);
    }

    private static List<Series> missing(@org.jspecify.annotations.Nullable Entity entity, Collection<Series> series) {
        Map<SeriesId, Series> missing = new LinkedHashMap<>();
        for (Series one : series) {
            if (entity == null || !entity.index.containsKey(one.id())) {
                missing.putIfAbsent(one.id(), one);
            }
        }
        return List.copyOf(missing.values());
    }

    /** Says what bound a definition would exceed, or null. */
    private @org.jspecify.annotations.Nullable String fault(
            String key,
            Map<String, String> attributes,
            @org.jspecify.annotations.Nullable Entity entity,
            List<Series> more) {
        Options.Bounds bounds = options.bounds();
        if (entity == null && entities.size() >= bounds.entities()) {
            return "No room for " + key + ": there are " + entities.size() + " entities already";
        }
        if (key.isEmpty() || key.length() > 255) {
            return "The key of an entity must have 1 to 255 characters, not " + key.length();
        }
        int count = (entity == null ? 0 : entity.series.size()) + more.size();
        if (count > bounds.seriesPerEntity()) {
            return "No room for " + more.get(0).id() + ": " + key + " would have " + count + " series of at most "
                    + bounds.seriesPerEntity();
        }
        int text = textLength(attributes);
        if (text > bounds.textBytes()) {
            return "The attributes of " + key + " have " + text + " characters of at most " + bounds.textBytes();
        }
        for (Series one : more) {
            int length = one.id().name().length()
                    + textLength(one.id().labels())
                    + one.unit().length()
                    + one.help().length();
            if (length > bounds.textBytes()) {
                return "The definition of a series of " + key + " has " + length + " characters of at most "
                        + bounds.textBytes() + ": " + one.id().name();
            }
        }
        return null;
    }

    private static int textLength(Map<String, String> text) {
        return text.entrySet().stream()
                .mapToInt(e -> e.getKey().length() + e.getValue().length())
                .sum();
    }

    private Entity define(
            @org.jspecify.annotations.Nullable Entity known,
            String key,
            Map<String, String> attributes,
            List<Series> more,
            int segment) {
        Entity entity = known == null ? new Entity(nextId++, key, Entity.NOT_BEGUN) : known;
        frame.u8(DEFINE);
        frame.varint(entity.id);
        frame.string(key);
        DefinitionCodec.writeText(frame, attributes);
        synchronized (entity) {
            frame.varint(entity.series.size());
            DefinitionCodec.writeSeries(frame, more);
            entity.attributes = attributes;
            entity.definitionChanged = true;
            entity.add(shared.share(more), options.stepMillis());
            entity.logged(segment);
        }
        seriesCount += more.size();
        entities.put(entity);
        return entity;
    }

    /** Sets when an entity's measuring begins, before its first update; milliseconds. */
    void begin(String key, long start) {
        CompletableFuture<Void> durable;
        writing.lock();
        try {
            open();
            Entity entity = entities.get(key);
            if (entity == null || entity.begun()) {
                throw new StatisticsException(Fault.CALLER, key + " is unknown or has begun already");
            }
            int segment = log.segment();
            frame.length = 0;
            frame.u8(BEGIN);
            frame.varint(entity.id);
            frame.zigzag(start);
            synchronized (entity) {
                entity.begin(start, options.stepMillis());
                entity.logged(segment);
            }
            durable = log.append(segment, frame.bytes, frame.length);
        } finally {
            writing.unlock();
        }
        await(durable);
    }

    private static final class Columns implements Recorder {
        private final String key;
        private final List<Series> columns;
        private Entity entity;
        private int[] order;
        private boolean straight;

        Columns(Entity entity, List<Series> columns) {
            this.key = entity.key;
            this.columns = columns;
            this.entity = entity;
            this.order = bind(entity);
        }

        int[] bind(Entity to) {
            entity = to;
            order = new int[columns.size()];
            straight = true;
            for (int i = 0; i < order.length; i++) {
                Integer ordinal = to.index.get(columns.get(i).id());
                order[i] = ordinal == null ? -1 : ordinal;
                straight &= order[i] == i;
            }
            return order;
        }

        @Override
        public String entity() {
            return key;
        }

        @Override
        public List<Series> columns() {
            return columns;
        }
    }

    @Override
    public Recorder recorder(String key, List<Series> columns) {
        Entity known = entities.get(key);
        define(key, known == null ? Map.of() : known.attributes, columns);
        writing.lock();
        try {
            Entity entity = entities.get(key);
            if (entity == null) {
                throw new StatisticsException(Fault.CALLER, key + " was dropped meanwhile");
            }
            return new Columns(entity, shared.share(columns));
        } finally {
            writing.unlock();
        }
    }

    // ---- writing

    /** Collects what becomes of a batch. */
    private static final class Tally {
        int accepted;
        int late;
        int early;
        int duplicate;
        int refused;
        final List<String> reasons = new ArrayList<>();
        /** What was accepted, where somebody wants to know. */
        final List<Follower.Update> followed = new ArrayList<>();

        void because(String reason) {
            if (reasons.size() < 20) {
                reasons.add(reason);
            }
        }
    }

    @Override
    public CompletableFuture<WriteResult> write(Batch batch) {
        Tally tally = new Tally();
        CompletableFuture<Void> durable = CompletableFuture.completedFuture(null);
        writing.lock();
        try {
            open();
            int segment = log.segment();
            frame.length = 0;
            String full = full();
            for (Batch.Row row : batch.rows()) {
                if (full != null) {
                    tally.refused += row.values().length;
                    tally.because(full);
                } else {
                    row(row, segment, tally);
                }
            }
            for (Map.Entry<String, Map<Long, List<Batch.Reading>>> entry :
                    batch.readings().entrySet()) {
                for (Map.Entry<Long, List<Batch.Reading>> at : entry.getValue().entrySet()) {
                    if (full != null) {
                        tally.refused += at.getValue().size();
                        tally.because(full);
                    } else {
                        readings(entry.getKey(), at.getKey(), at.getValue(), segment, tally);
                    }
                }
            }
            if (frame.length > 0) {
                durable = followers.announce(log.append(segment, frame.bytes, frame.length), tally.followed);
            }
        } finally {
            writing.unlock();
        }
        accepted.addAndGet(tally.accepted);
        late.addAndGet(tally.late);
        early.addAndGet(tally.early);
        duplicate.addAndGet(tally.duplicate);
        refused.addAndGet(tally.refused);
        WriteResult result =
                new WriteResult(tally.accepted, tally.late, tally.early, tally.duplicate, tally.refused, tally.reasons);
        return durable.thenApply(done -> result);
    }

    /** Says why nothing can be written, or null. */
    private @org.jspecify.annotations.Nullable String full() {
        if (store.bytes() > options.bounds().storeBytes()) {
            return "The statistics store is full: " + store.bytes() + " bytes";
        }
        if (log.bytes() > options.bounds().logBytes()) {
            return "The statistics log is full: " + log.bytes() + " bytes wait for the database";
        }
        return null;
    }

    private void row(Batch.Row row, int segment, Tally tally) {
        if (!(row.recorder() instanceof Columns columns)) {
            throw new StatisticsException(
                    Fault.CALLER, "The recorder of " + row.recorder().entity() + " is of another store");
        }
        Entity entity = columns.entity;
        if (entity.dropped) {
            Entity again = entities.get(columns.key);
            List<Series> missing = missing(again, columns.columns);
            entity =
                    again != null && missing.isEmpty() ? again : define(again, columns.key, Map.of(), missing, segment);
            columns.bind(entity);
        }
        int width = entity.series.size();
        long[] readings = row.values();
        boolean taken;
        if (!columns.straight || readings.length != width) {
            scratch(width);
            Arrays.fill(kinds, 0, width, SeriesState.NONE);
            for (int i = 0; i < readings.length; i++) {
                values[columns.order[i]] = readings[i];
                kinds[columns.order[i]] = SeriesState.INTEGER;
            }
            taken = update(entity, row.time(), values, kinds, width, readings.length, segment, tally);
        } else {
            if (allWhole.length < width) {
                allWhole = new byte[width];
                Arrays.fill(allWhole, SeriesState.INTEGER);
            }
            taken = update(entity, row.time(), readings, allWhole, width, width, segment, tally);
        }
        if (taken && followers.any()) {
            List<Batch.Reading> followed = new ArrayList<>(readings.length);
            for (int i = 0; i < readings.length; i++) {
                followed.add(new Batch.Reading(entity.series.get(columns.order[i]), readings[i]));
            }
            tally.followed.add(new Follower.Update(entity.key, row.time(), followed));
        }
    }

    private void scratch(int width) {
        if (values.length < width) {
            values = new long[width * 2];
            kinds = new byte[width * 2];
        }
    }

    private void readings(String key, long time, List<Batch.Reading> readings, int segment, Tally tally) {
        Entity entity = entities.get(key);
        List<Series> missing =
                missing(entity, readings.stream().map(Batch.Reading::series).toList());
        int taken = readings.size();
        if (!missing.isEmpty() && timely(entity, key, time, taken, tally)) {
            String fault = fault(key, entity == null ? Map.of() : entity.attributes, entity, missing);
            if (fault == null) {
                entity = define(entity, key, entity == null ? Map.of() : entity.attributes, missing, segment);
            } else {
                tally.because(fault);
                tally.refused += missing.size();
                if (entity == null || missing.size() >= taken) {
                    tally.refused += taken - missing.size();
                    return;
                }
            }
        } else if (!missing.isEmpty()) {
            return;
        }
        if (entity == null) {
            return;
        }
        int width = entity.series.size();
        scratch(width);
        Arrays.fill(kinds, 0, width, SeriesState.NONE);
        taken = 0;
        for (Batch.Reading reading : readings) {
            Integer ordinal = entity.index.get(reading.series().id());
            if (ordinal != null) {
                taken++;
                put(ordinal, reading.value());
            }
        }
        if (update(entity, time, values, kinds, width, taken, segment, tally) && followers.any()) {
            tally.followed.add(new Follower.Update(key, time, stored(entity, readings)));
        }
    }

    /** The readings whose series the entity has, as it defines them. */
    private static List<Batch.Reading> stored(Entity entity, List<Batch.Reading> readings) {
        List<Batch.Reading> stored = new ArrayList<>(readings.size());
        for (Batch.Reading reading : readings) {
            Integer ordinal = entity.index.get(reading.series().id());
            if (ordinal != null) {
                stored.add(new Batch.Reading(entity.series.get(ordinal), reading.value()));
            }
        }
        return stored;
    }

    private void put(int ordinal, Number value) {
        if (value instanceof Double || value instanceof Float) {
            double real = value.doubleValue();
            if (Double.isNaN(real) || Double.isInfinite(real)) {
                kinds[ordinal] = SeriesState.NONE;
                values[ordinal] = 0;
            } else {
                kinds[ordinal] = SeriesState.REAL;
                values[ordinal] = Double.doubleToRawLongBits(real);
            }
        } else {
            kinds[ordinal] = SeriesState.INTEGER;
            values[ordinal] = value.longValue();
        }
    }

    /** Whether an update comes at an acceptable time; counts it if not. */
    private boolean timely(
            @org.jspecify.annotations.Nullable Entity entity, String key, long time, int count, Tally tally) {
        long now = clock.millis();
        if (time - now > options.ahead().toMillis()) {
            tally.early += count;
            tally.because(key + " is " + (time - now) / 1000 + " s in the future");
            return false;
        }
        if (entity == null || !entity.begun()) {
            if (now - time > options.behind().toMillis()) {
                tally.late += count;
                tally.because(key + " is " + (now - time) / 1000 + " s in the past");
                return false;
            }
            return true;
        }
        if (time == entity.lastTime) {
            tally.duplicate += count;
            tally.because(key + " was updated at " + time + " already");
            return false;
        }
        if (time - entity.lastTime < options.leastAdvance()) {
            tally.late += count;
            tally.because("Bad update time " + time + " of " + key + ": the last update was at " + entity.lastTime);
            return false;
        }
        return true;
    }

    /** Takes one update, if its time is acceptable and there is room; returns whether it did. */
    private boolean update(
            Entity entity, long time, long[] now, byte[] nowKinds, int width, int count, int segment, Tally tally) {
        if (!timely(entity, entity.key, time, count, tally)) {
            return false;
        }
        if (!flusher.awaitRoom(entity)) {
            tally.refused += count;
            tally.because("The database does not take the readings of " + entity.key + " quickly enough");
            return false;
        }
        synchronized (entity) {
            if (!entity.begun()) {
                entity.begin(time - 1000, options.stepMillis());
            }
            boolean absolute = entity.logSegment != segment;
            frame.u8(absolute ? ABSOLUTE_UPDATE : UPDATE);
            frame.varint(entity.id);
            if (absolute) {
                frame.zigzag(time);
            } else {
                frame.varint(time - entity.lastTime);
            }
            frame.varint(width);
            UpdateCodec.write(frame, now, nowKinds, width, entity.last, entity.lastKinds, absolute);
            entity.logSegment = segment;
            entity.logged(segment);
            if (entity.openUpdates == 0) {
                entity.openSince = clock.millis();
            }
            entity.append(time, now, nowKinds, width);
            tally.accepted += count;
        }
        flusher.closeIfFull(entity);
        return true;
    }

    @Override
    public boolean drop(String key) {
        CompletableFuture<Void> durable;
        CompletableFuture<Void> gone;
        writing.lock();
        try {
            open();
            Entity entity = entities.remove(key);
            if (entity == null) {
                return false;
            }
            frame.length = 0;
            frame.u8(DROP);
            frame.varint(entity.id);
            durable = log.append(log.segment(), frame.bytes, frame.length);
            synchronized (entity) {
                entity.dropped = true;
                entity.notifyAll();
            }
            seriesCount -= entity.series.size();
            gone = flusher.drop(entity);
        } finally {
            writing.unlock();
        }
        await(durable);
        await(gone);
        return true;
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

    Queries queries() {
        return queries;
    }

    Followers followers() {
        return followers;
    }

    @Override
    public Counters counters() {
        return new Counters(
                accepted.get(),
                late.get(),
                early.get(),
                duplicate.get(),
                refused.get(),
                corrupt.get(),
                entities.size(),
                seriesCount,
                log.bytes(),
                flusher.storedBlocks(),
                flusher.storedBytes());
    }

    // ---- upkeep

    /** Runs upkeep now and waits until it is done. */
    void maintainNow() {
        await(upkeep.now());
    }

    /** Stores all updates as blocks and rows now, whatever their number: for stores that are read elsewhere, and for tests. */
    void flush() {
        await(upkeep.flush());
    }

    /** Waits until all blocks under way are stored. */
    void settle() {
        await(flusher.run(() -> {}));
    }

    private void open() {
        if (closed) {
            throw new StatisticsException(Fault.UNAVAILABLE, "The statistics store is closed");
        }
    }

    private static void await(CompletableFuture<Void> future) {
        try {
            future.join();
        } catch (CompletionException e) {
            throw new StatisticsException(Fault.SERVER, "Statistics could not be stored", e);
        }
    }

    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            writing.unlock();
        }
        flusher.close();
        log.close();
        store.close();
    }
}
