package org.chroma.statistics.internal.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.chroma.statistics.Series;
import org.chroma.statistics.internal.block.Column;
import org.chroma.statistics.internal.block.RawBlock;
import org.chroma.statistics.internal.block.RawSpan;
import org.chroma.statistics.internal.block.SeriesState;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.rows.RollUp;
import org.chroma.statistics.internal.rows.Timeline;
import org.chroma.statistics.internal.store.BlockCache;
import org.chroma.statistics.internal.store.BlockStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the updates of a closed block what the store keeps of them: the block of readings, rows of the coarser
 * resolutions when enough blocks have come together, and where the entity's series stand behind it.
 *
 * <p>Looks at the entity under its monitor for a moment only; the work is done on what does not change any more, so
 * that updates come in meanwhile. Changes nothing of the entity but the note that its definition has to be stored.
 */
final class BlockMaker {
    private static final Logger LOG = LoggerFactory.getLogger(BlockMaker.class);

    /**
     * What was made of a closed block.
     *
     * @param flush as the store takes it
     * @param block the readings
     * @param end where the series stand after it
     * @param carry incomplete rows after it, or null if it was not rolled up
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Made(
            Entity.Closing closing,
            BlockStore.Flush flush,
            RawBlock block,
            SeriesState[] end,
            byte @Nullable [] carry) {}

    private final Options options;
    private final BlockCache cache;
    private final RollUp rollUp;

    BlockMaker(Options options, BlockCache cache) {
        this.options = options;
        this.cache = cache;
        this.rollUp = new RollUp(options);
    }

    /**
     * Makes a block.
     *
     * @param early whether to roll up even though there are not blocks enough yet
     * @return null if the entity is gone
     */
    @Nullable
    Made make(Entity entity, Entity.Closing closing, boolean early) {
        long rolledUntil;
        int blocksBefore;
        byte[] carry;
        List<Series> series;
        byte[] definition = null;
        synchronized (entity) {
            if (entity.dropped) {
                return null;
            }
            rolledUntil = entity.rolledUntil;
            blocksBefore = entity.blocksSinceRollUp;
            carry = entity.carry;
            series = entity.series.subList(0, closing.series);
            if (entity.definitionChanged) {
                entity.definitionChanged = false;
                definition = entity.definition();
            }
        }
        SeriesState[] end = new SeriesState[series.size()];
        RawBlock block = pack(closing, series, end);
        List<BlockStore.Block> blocks = new ArrayList<>();
        blocks.add(new BlockStore.Block(entity.id, BlockStore.RAW, block.previous(), block.last(), block.data()));
        boolean due = early || isDue(blocksBefore, closing, rolledUntil);
        byte[] newCarry = due ? rollUp(entity, block, series, rolledUntil, carry, blocks) : null;
        byte[] resume = Entity.resume(closing.last, due ? closing.last : rolledUntil, due ? 0 : blocksBefore + 1, end);
        BlockStore.Flush flush = new BlockStore.Flush(entity.id, entity.key, definition, resume, newCarry, blocks);
        return new Made(closing, flush, block, end, newCarry);
    }

    /** Whether rows are made with a block of an entity, whose monitor must be held. */
    boolean rollsUp(Entity entity, Entity.Closing closing, boolean early) {
        return early || isDue(entity.blocksSinceRollUp, closing, entity.rolledUntil);
    }

    private boolean isDue(int blocksBefore, Entity.Closing closing, long rolledUntil) {
        return blocksBefore + 1 >= options.rollUpBlocks()
                || closing.last - rolledUntil >= options.stepMillis() * options.blockUpdates() * options.rollUpBlocks();
    }

    private RawBlock pack(Entity.Closing closing, List<Series> series, SeriesState[] end) {
        long[] times = new long[closing.updates];
        int at = 0;
        for (RawSpan span : closing.spans) {
            System.arraycopy(span.times(), 0, times, at, span.count());
            at += span.count();
        }
        Timeline time = new Timeline(options.stepMillis());
        time.set(closing.previous, times, times.length);
        RawBlock.Builder builder = new RawBlock.Builder(closing.previous, times, times.length, series.size());
        Column part = new Column();
        Column column = new Column();
        double[] values = new double[time.events];
        for (int s = 0; s < series.size(); s++) {
            RawBlock.join(closing.spans, s, part, column);
            SeriesState state = s < closing.start.length
                    ? closing.start[s].copy()
                    : SeriesState.fresh(closing.previous, options.stepMillis());
            builder.add(state, column, times.length);
            RollUp.rates(series.get(s), options).apply(state, time, column, values);
            end[s] = state;
        }
        return new RawBlock(builder.build());
    }

    /** Rolls up all blocks since the last time; a missing one makes what lies around it two stretches. */
    private byte[] rollUp(
            Entity entity,
            RawBlock newest,
            List<Series> series,
            long rolledUntil,
            byte[] carry,
            List<BlockStore.Block> into) {
        List<RawBlock> spans = new ArrayList<>();
        try {
            spans.addAll(cache.readings(entity.id, rolledUntil + 1, newest.previous()));
        } catch (IOException e) {
            LOG.error("Readings of {} cannot be read; its rows of that time stay unknown", entity.key, e);
        }
        spans.add(newest);
        byte[] carried = carry;
        long expected = rolledUntil;
        int from = 0;
        while (from < spans.size()) {
            int to = from + 1;
            while (to < spans.size()
                    && spans.get(to).previous() == spans.get(to - 1).last()) {
                to++;
            }
            List<RawBlock> stretch = spans.subList(from, to);
            RawBlock first = stretch.get(0);
            SeriesState[] start = new SeriesState[series.size()];
            for (int s = 0; s < start.length; s++) {
                start[s] = new SeriesState();
                first.state(s, options.stepMillis(), start[s]);
            }
            RollUp.Result result =
                    rollUp.run(entity.id, series, stretch, start, first.previous() == expected ? carried : new byte[0]);
            into.addAll(result.blocks());
            carried = result.carry();
            expected = stretch.get(stretch.size() - 1).last();
            from = to;
        }
        return carried;
    }
}
