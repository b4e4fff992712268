package org.chroma.agent.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.chroma.protocol.ActionResult;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;

/**
 * One action under way: everybody who asked for it reads its console and its result. It keeps the last lines of its
 * console, so that anyone who lost the connection and asks again sees what they missed.
 */
final class ActionRun implements OutputListener {
    private static final int LINES = 1_000;
    private static final int LINE_LENGTH = 4_000;

    private final Deque<String> lines = new ArrayDeque<>();
    private long forgotten;
    private @Nullable ActionResult result;
    private int listeners;
    private @Nullable Thread worker;
    private boolean unwanted;

    @Override
    public synchronized void line(String line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
            forgotten++;
        }
        lines.addLast(line.length() > LINE_LENGTH ? line.substring(0, LINE_LENGTH) + "…" : line);
        notifyAll();
    }

    synchronized void complete(ActionResult outcome) {
        if (result == null) {
            result = outcome;
            notifyAll();
        }
    }

    /**
     * From here on an interrupt of this thread means this action.
     *
     * @throws InterruptedException where nobody wants the action any more
     */
    synchronized void begin() throws InterruptedException {
        if (unwanted) {
            throw new InterruptedException("Cancelled before it began");
        }
        worker = Thread.currentThread();
    }

    /** From here on the action is not interrupted any more: its thread goes to the next one. */
    synchronized void end() {
        worker = null;
        boolean unused = Thread.interrupted();
    }

    /** The action took too long: anyone who waits for it reads this, and it is interrupted. */
    synchronized void giveUp(ActionResult outcome) {
        complete(outcome);
        interrupt();
    }

    private void interrupt() {
        unwanted = true;
        if (worker != null) {
            worker.interrupt();
        }
    }

    synchronized void joined() {
        listeners++;
    }

    /**
     * Somebody who asked for the action does not want it any more; without anybody left it is interrupted.
     */
    synchronized void cancelled() {
        listeners--;
        if (listeners == 0 && result == null) {
            interrupt();
        }
    }

    /** Waits for the end; the console goes to the listener meanwhile, on this thread. */
    ActionResult follow(OutputListener console) throws InterruptedException {
        long next = 0;
        while (true) {
            List<String> news;
            ActionResult outcome;
            synchronized (this) {
                while (result == null && forgotten + lines.size() <= next) {
                    wait();
                }
                outcome = result;
                news = new ArrayList<>(lines);
                int known = (int) Math.max(0, Math.min(news.size(), next - forgotten));
                news = news.subList(known, news.size());
                next = forgotten + lines.size();
            }
            news.forEach(console::line);
            if (outcome != null) {
                return outcome;
            }
        }
    }
}
