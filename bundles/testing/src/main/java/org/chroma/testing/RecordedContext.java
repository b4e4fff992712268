package org.chroma.testing;

import java.util.ArrayList;
import java.util.List;
import org.chroma.spi.ActionContext;
import org.chroma.spi.Machine;
import org.chroma.spi.OutputListener;

/** What an action is handed in a test: a machine, and a console that remembers its lines. */
public final class RecordedContext implements ActionContext {
    private final Machine machine;
    private final List<String> console = new ArrayList<>();

    public RecordedContext(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public OutputListener console() {
        return console::add;
    }

    /** Every line that was shown, in order. */
    public List<String> lines() {
        return List.copyOf(console);
    }
}
