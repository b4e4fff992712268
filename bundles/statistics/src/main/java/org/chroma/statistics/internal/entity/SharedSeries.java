package org.chroma.statistics.internal.entity;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.chroma.statistics.Series;

/**
 * Keeps one object for all equal definitions: thousands of targets have the same series. What nobody uses any more is
 * forgotten.
 */
public final class SharedSeries {
    private final Map<Series, WeakReference<Series>> known = new WeakHashMap<>();

    public synchronized Series share(Series series) {
        WeakReference<Series> reference = known.get(series);
        Series before = reference == null ? null : reference.get();
        if (before != null) {
            return before;
        }
        known.put(series, new WeakReference<>(series));
        return series;
    }

    public List<Series> share(List<Series> series) {
        return series.stream().map(this::share).toList();
    }
}
