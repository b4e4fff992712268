package org.chroma.agent.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that all agents of this process share: a thousand agents need no more of them than one. */
final class Workers implements AutoCloseable {
    private static final int CONVERSATIONS = 16;

    /** Starts things at their time, and does nothing itself. */
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(named("chroma-timer"));

    /** Talks to managers: each task waits for the network, and no longer than its time limits. */
    final ExecutorService conversations;

    /** Runs actions and hands out their consoles: as many at once as managers ask for. */
    final ExecutorService actions = Executors.newCachedThreadPool(named("chroma-action"));

    Workers() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                CONVERSATIONS,
                CONVERSATIONS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("chroma-report"));
        pool.allowCoreThreadTimeOut(true);
        conversations = pool;
    }

    static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        conversations.shutdownNow();
        actions.shutdownNow();
    }
}
