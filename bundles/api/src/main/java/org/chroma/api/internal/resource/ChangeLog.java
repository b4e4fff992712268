package org.chroma.api.internal.resource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The newest changes in order, so that somebody who was away for a while can be told what was missed. */
final class ChangeLog {
    private final String origin = UUID.randomUUID().toString();
    private final int capacity;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;

    private record Entry(long number, Set<String> keys) {}

    /**
     * What changed since some moment, each thing once.
     *
     * @param upTo the moment up to which this tells
     */
    record Missed(Set<String> keys, long upTo) {}

    ChangeLog(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(Set<String> keys) {
        entries.addLast(new Entry(++last, Set.copyOf(keys)));
        if (entries.size() > capacity) {
            entries.removeFirst();
        }
    }

    synchronized long last() {
        return last;
    }

    /** Empty where that is too long ago to be known. */
    synchronized Optional<Missed> since(long number) {
        Entry oldest = entries.peekFirst();
        if (number > last || number < (oldest == null ? last : oldest.number() - 1)) {
            return Optional.empty();
        }
        Set<String> keys = new LinkedHashSet<>();
        entries.descendingIterator().forEachRemaining(entry -> {
            if (entry.number() > number) {
                keys.addAll(entry.keys());
            }
        });
        return Optional.of(new Missed(keys, last));
    }

    /** A moment as text; it holds for this run of the manager only. */
    String name(long number) {
        return origin + "-" + number;
    }

    /** The moment that a text names; empty where it is not one of this run. */
    Optional<Long> number(String name) {
        if (!name.startsWith(origin + "-")) {
            return Optional.empty();
        }
        String digits = name.substring(origin.length() + 1);
        return digits.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
    }
}
