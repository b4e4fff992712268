package org.chroma.spi;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.chroma.state.ObjectId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Is told what a fact says of the server that reported it, and of what is there. The core compares it with what is
 * known once the report as a whole is there, and decides what of it is news: it leaves alone what a job is working on
 * and what changed after the report was begun.
 *
 * @since 1.3
 */
@ProviderType
public interface FactSink {

    /** The manager's number of the server that reports. */
    long server();

    /**
     * The server booted then.
     *
     * @param managed whether it lets itself be changed; otherwise it is only monitored
     */
    void booted(Instant at, boolean managed);

    /**
     * An object was seen in a state. What can be seen is what LNet does on a server that is set up, and whether a
     * target that is configured is mounted; everything else is passed over.
     */
    <S extends Enum<S>> void state(ObjectId<S> object, S state);

    /**
     * The server has these network addresses, and no others.
     *
     * @param nids for example {@code 10.0.0.1@tcp}
     * @throws IllegalArgumentException where one of them is not a Lustre network identifier
     */
    void networkAddresses(Collection<String> nids);

    /**
     * The failover cluster runs a target there.
     *
     * @param label by which the failover cluster knows the target
     * @param node node name or fully qualified name of the server; empty where the target runs nowhere
     */
    void runsOn(String label, Optional<String> node);

    /**
     * The server runs a target without a failover cluster, or does not run it; another server may.
     *
     * @param label by which the target would be known in a failover cluster
     */
    void runsHere(String label, boolean runs);

    /**
     * All Lustre targets that are mounted on the server; one that is missing here is not mounted there.
     *
     * @param recovery UUID of the target's backing filesystem to Lustre's recovery status: key to text, empty where
     *     there is none
     */
    void mounted(Map<String, Map<String, String>> recovery);
}
