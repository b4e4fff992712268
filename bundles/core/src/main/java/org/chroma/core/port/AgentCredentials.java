package org.chroma.core.port;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps by which keys servers are known. */
public interface AgentCredentials {

    Optional<AgentCredential> find(long host);

    Optional<AgentCredential> findByFqdn(String fqdn);

    /** Replaces what is known of the host. */
    void put(AgentCredential credential);

    void remove(long host);

    /**
     * By what a server is known.
     *
     * @param certificateSerial hexadecimal serial number of its client certificate; null until it has one
     * @param sshAddress {@code host:port} of the agent's own SSH endpoint
     * @param sshHostKey its host key in OpenSSH's one-line form, pinned
     */
    record AgentCredential(
            long host, String fqdn, @Nullable String certificateSerial, String sshAddress, String sshHostKey) {}
}
