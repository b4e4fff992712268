package org.chroma.core.internal.step;

import java.time.Instant;
import java.util.function.Consumer;
import org.chroma.core.Cluster;
import org.chroma.core.Credentials;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.port.Agents;
import org.chroma.core.port.ServerAccess;
import org.chroma.model.HostState;
import org.chroma.spi.Action;
import org.chroma.spi.OutputListener;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** What a step of one of the core's own jobs is handed. */
public interface StepContext {

    /** What is known now; asked again it may know more. */
    Cluster cluster();

    /** Runs an action on a server; what it prints goes to the step's console. */
    <R> @Nullable R run(ObjectId<HostState> host, Action<R> action) throws InterruptedException;

    /** As {@link #run}, for actions that always answer something. */
    <R> R ask(ObjectId<HostState> host, Action<R> action) throws InterruptedException;

    /** Adds a line to the step's log, which users read. */
    void log(String line);

    /** Changes the cluster in one transaction on the thread that writes; on disk when it returns. */
    void change(Consumer<Transaction> change) throws InterruptedException;

    OutputListener console();

    Agents agents();

    ServerAccess servers();

    /** What the administrator typed in for reaching a new server; null for the manager's own key. */
    @Nullable
    Credentials credentials(ObjectId<HostState> host);

    CoreSettings settings();

    Instant now();
}
