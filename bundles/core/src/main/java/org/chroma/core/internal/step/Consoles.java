package org.chroma.core.internal.step;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The consoles of the steps that are running, by the steps' numbers. */
public final class Consoles {
    private final Map<Long, StepConsole> consoles = new ConcurrentHashMap<>();

    /** A step begins. */
    public StepConsole open(long step) {
        StepConsole console = new StepConsole();
        consoles.put(step, console);
        return console;
    }

    /** A step has ended. */
    public void close(long step) {
        consoles.remove(step);
    }

    /** What a running step printed up to now. */
    public Optional<StepConsole> of(long step) {
        return Optional.ofNullable(consoles.get(step));
    }

    public Map<Long, StepConsole> all() {
        return Map.copyOf(consoles);
    }
}
