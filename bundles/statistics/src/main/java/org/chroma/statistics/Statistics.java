package org.chroma.statistics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps every counter of every measured object, and answers what it was at any time.
 *
 * <p>An <em>entity</em> is one measured object (a server, a target). It has <em>series</em> and <em>attributes</em>.
 * All its series are updated together; readings become rates and are consolidated into ever coarser resolutions exactly
 * as rrdtool does it. Several threads may use the service at once.
 */
@ProviderType
public interface Statistics {
    /**
     * Service property of the store of this machine. Another implementation with a higher ranking may stand before it;
     * anyone who wants this one asks for it by this filter.
     */
    String LOCAL = "chroma.statistics=local";

    /**
     * Creates an entity or adds to it. Series that it has already stay as they are; attributes are replaced.
     *
     * @param attributes what the entity can be selected and grouped by
     * @throws StatisticsException if a bound on entities, series or sizes would be exceeded; nothing has changed then
     */
    void define(String entity, Map<String, String> attributes, Collection<Series> series);

    /**
     * Prepares writing rows of bare integers; defines what of the series is missing.
     *
     * @throws StatisticsException as {@link #define} does
     */
    Recorder recorder(String entity, List<Series> columns);

    /**
     * Writes a batch. The future completes when all that was accepted will survive a crash and a loss of power; it
     * completes exceptionally if the log cannot be written, and then none of the batch may be counted on.
     */
    CompletableFuture<WriteResult> write(Batch batch);

    /** Forgets an entity with all its data at once. Returns whether it existed. */
    boolean drop(String entity);

    /** What is known of one entity. */
    Optional<EntityInfo> entity(String key);

    /** What is known of the chosen entities, in order of key. */
    List<EntityInfo> entities(Selector selector);

    /**
     * Consolidated values: one range per chosen entity, series and function, all on the same time axis. Entities
     * without a series of that id are left out.
     *
     * @param functions several for plotting with peaks: average, minimum and maximum share time axis
     */
    List<Range> read(
            Selector selector, Collection<SeriesId> series, Collection<Consolidation> functions, Window window);

    /** Newest raw readings of the chosen entities; those that have none of the series are left out. */
    List<Latest> latest(Selector selector, Collection<SeriesId> series);

    /** Newest raw readings of all series of the chosen entities, in order of key; unknown ones are left out. */
    List<Latest> latest(Selector selector);

    /**
     * Reduces the chosen entities at each instant. Instants that some of them have not reached yet are unknown, but one
     * that has been silent for two steps longer than the newest is not waited for. Where history is kept elsewhere, the
     * newest instants may be those of some entities only.
     *
     * @param groupBy attribute by whose value entities are grouped, those without it being left out; empty string for
     *     one group of all, which is then named ""
     * @return one range per group and series, in that order
     */
    List<Range> aggregate(
            Selector selector,
            Collection<SeriesId> series,
            Consolidation function,
            Window window,
            Reduction reduction,
            String groupBy);

    /**
     * The entities with the greatest value over a window, best first; unknown ones are left out.
     *
     * @param name name of the series; each labelled series of that name competes of its own
     * @param count how many are wanted
     */
    List<Ranked> top(Selector selector, String name, Consolidation function, Window window, int count);

    /** Counters of the store itself. */
    Counters counters();
}
