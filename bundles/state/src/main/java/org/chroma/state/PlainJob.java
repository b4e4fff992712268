package org.chroma.state;

import java.util.List;
import java.util.Optional;

/**
 * A job that is asked for by name instead of following from a wanted state, for example a failover.
 *
 * @param job its name, ending in {@code Job}
 * @param locks what it holds besides reading the objects that its requirement names
 * @param steps one line for each step
 */
public record PlainJob(
        String job,
        String verb,
        String description,
        Optional<String> confirmation,
        Requirement requires,
        List<Lock> locks,
        List<String> steps) {

    public PlainJob {
        locks = List.copyOf(locks);
        steps = List.copyOf(steps);
    }
}
