package org.chroma.core.port;

import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.spi.Action;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;

/** Runs actions on servers. */
public interface Agents {

    /**
     * Runs an action on a server and waits for its answer. An answer that was not heard is asked for again, since
     * actions are idempotent.
     *
     * @param host the server's number
     * @param console hears what the action prints, while it runs
     * @throws ChromaException {@code ACTION_FAILED} with the server's own words ({@link ActionFailedException} carries
     *     its trace), {@code AGENT_BROKEN}, or {@code UNREACHABLE}
     * @throws InterruptedException when the waiting thread is interrupted because the job was cancelled
     */
    <R> @Nullable R run(long host, Action<R> action, OutputListener console) throws InterruptedException;

    /** The server was removed: close its connections and revoke what it may do. */
    void forget(long host);

    /** The action failed on the server. */
    final class ActionFailedException extends ChromaException {
        private final String remoteTrace;

        public ActionFailedException(String message, String remoteTrace) {
            super(ErrorCode.ACTION_FAILED, message);
            this.remoteTrace = remoteTrace;
        }

        public String remoteTrace() {
            return remoteTrace;
        }
    }
}
