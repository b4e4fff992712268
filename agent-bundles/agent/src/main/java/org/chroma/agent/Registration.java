package org.chroma.agent;

import java.io.IOException;
import org.chroma.protocol.RegistrationOrder;
import org.chroma.protocol.RegistrationReply;
import org.chroma.spi.Machine;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Gives an agent its manager. Published as an OSGi service by the agent; anyone who runs {@code chroma-agent register}
 * for a machine calls it.
 */
@ProviderType
public interface Registration {

    /**
     * Makes the machine's agent work for a manager: keys are made, the token is changed into a certificate, actions are
     * accepted from the manager's key, and reports begin. An earlier manager is forgotten once this one is known to be
     * reached.
     *
     * @param machine one that is published as an OSGi service
     * @throws IOException with a sentence for the administrator; the agent then works as before
     */
    RegistrationReply register(Machine machine, RegistrationOrder order) throws IOException, InterruptedException;
}
