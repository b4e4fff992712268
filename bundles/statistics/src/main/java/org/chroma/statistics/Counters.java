package org.chroma.statistics;

/**
 * What the store did since it was opened, and how large it is.
 *
 * @param accepted readings stored
 * @param late readings refused as too old
 * @param early readings refused as too far in the future
 * @param duplicate readings refused as repeated
 * @param refused readings refused because of a bound
 * @param corruptBlocks blocks that failed their checksum and were not served
 * @param entities entities now
 * @param series series now
 * @param logBytes bytes of write-ahead log on disk now
 * @param storedBlocks blocks stored since opening
 * @param storedBytes bytes of those blocks
 */
public record Counters(
        long accepted,
        long late,
        long early,
        long duplicate,
        long refused,
        long corruptBlocks,
        int entities,
        int series,
        long logBytes,
        long storedBlocks,
        long storedBytes) {}
