package org.chroma.core.internal.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.state.UnknownStateException;

/** Does pieces of work on the thread that writes, for callers who wait for them. */
public final class PatientWriter {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Writer writer;
    private final InstantSource clock;
    private final Object committed = new Object();
    private long commits;

    public PatientWriter(Writer writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * Does a piece of work in one transaction. Where it needs a state that a running job is just finding out, it waits
     * for that job and tries again.
     *
     * @throws ChromaException CONFLICT where the job does not end, NOT_READY where the manager does
     */
    public <T> T write(Function<Transaction, T> work) {
        Instant limit = clock.instant().plus(PATIENCE);
        while (true) {
            try {
                return writer.call(work);
            } catch (UnknownStateException deciding) {
                if (clock.instant().isAfter(limit)) {
                    throw new ChromaException(
                            ErrorCode.CONFLICT,
                            "A job is still finding out the state of %s; try again later".formatted(deciding.object()),
                            deciding);
                }
                awaitCommit();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ChromaException(ErrorCode.NOT_READY, "Interrupted", interrupted);
            }
        }
    }

    /** Something was committed: what waits tries again. */
    public void committed() {
        synchronized (committed) {
            commits++;
            committed.notifyAll();
        }
    }

    private void awaitCommit() {
        synchronized (committed) {
            long seen = commits;
            long limit = System.nanoTime() + Duration.ofMillis(500).toNanos();
            try {
                while (commits == seen && System.nanoTime() < limit) {
                    committed.wait(100);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ChromaException(ErrorCode.NOT_READY, "Interrupted", interrupted);
            }
        }
    }
}
