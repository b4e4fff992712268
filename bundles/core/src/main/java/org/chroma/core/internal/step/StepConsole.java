package org.chroma.core.internal.step;

import org.chroma.spi.OutputListener;

/** What the programs of one running step print, and what the step tells users. Filled by one thread, read by many. */
public final class StepConsole implements OutputListener {
    /** More than this is cut off, so that a talkative program does not fill the database. */
    private static final int LIMIT = 1_000_000;

    private final StringBuilder console = new StringBuilder();
    private final StringBuilder log = new StringBuilder();
    private int flushed;

    @Override
    public synchronized void line(String line) {
        if (console.length() < LIMIT) {
            console.append(line).append('\n');
            if (console.length() >= LIMIT) {
                console.append("… cut off here\n");
            }
        }
    }

    public synchronized void log(String line) {
        log.append(line).append('\n');
    }

    public synchronized String console() {
        return console.toString();
    }

    public synchronized String log() {
        return log.toString();
    }

    /** What was printed since the last call. */
    public synchronized String unflushed() {
        String text = console.substring(flushed);
        flushed = console.length();
        return text;
    }
}
