package org.chroma.core.internal.foreign;

/** The thread that writes. All of the manager waits for it, so that no code that somebody else wrote may run on it. */
public final class WritingThread extends Thread {

    public WritingThread(Runnable work) {
        super(work, "chroma-writer");
        setDaemon(true);
    }

    /**
     * Refuses to go on where the current thread is one that writes.
     *
     * @throws IllegalStateException there
     */
    public static void refuse() {
        if (Thread.currentThread() instanceof WritingThread) {
            throw new IllegalStateException("Foreign code is never called on the thread that writes");
        }
    }
}
