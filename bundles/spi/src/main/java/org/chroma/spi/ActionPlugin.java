package org.chroma.spi;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Carries out one type of {@link Action} on a server. Publish it as an OSGi service and the agent offers it. */
@ConsumerType
public interface ActionPlugin<A extends Action<R>, R> {

    /** The action's record. */
    Class<A> action();

    /**
     * Does it, or finds it done already.
     *
     * @return the answer; null only where R is {@link Void}
     * @throws Exception whatever went wrong; its message is what the administrator reads
     */
    @Nullable
    R run(A action, ActionContext context) throws Exception;
}
