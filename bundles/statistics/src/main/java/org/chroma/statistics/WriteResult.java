package org.chroma.statistics;

import java.util.List;

/**
 * What became of a batch. What was refused is not stored and will never be; all else is durable.
 *
 * @param accepted readings stored
 * @param late readings older than the newest one of their entity, or less than one second (half a step, if that is
 *     less) after it
 * @param early readings further in the future than the configuration allows
 * @param duplicate readings at the very time of the newest one of their entity
 * @param refused readings over a bound: too many series, labels too long, store full
 * @param reasons one sentence per kind of refusal, naming entity and series; at most 20
 */
public record WriteResult(int accepted, int late, int early, int duplicate, int refused, List<String> reasons) {
    public WriteResult {
        reasons = List.copyOf(reasons);
    }

    /** Whether every reading of the batch was stored. */
    public boolean complete() {
        return late == 0 && early == 0 && duplicate == 0 && refused == 0;
    }
}
