package org.chroma.prometheus.internal;

/**
 * A place in the queue.
 *
 * @param segment number of a file
 * @param offset bytes from its beginning
 */
record Position(long segment, long offset) implements Comparable<Position> {
    static final Position BEGIN = new Position(0, 0);

    @Override
    public int compareTo(Position other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
    }
}
