package org.chroma.agent.internal;

import java.io.IOException;
import java.util.function.Function;
import org.chroma.model.action.Deregister;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.Machine;
import org.jspecify.annotations.Nullable;

/** Makes the agent forget its manager. */
final class DeregisterPlugin implements ActionPlugin<Deregister, Void> {
    private final Function<Machine, Agent> agents;

    DeregisterPlugin(Function<Machine, Agent> agents) {
        this.agents = agents;
    }

    @Override
    public Class<Deregister> action() {
        return Deregister.class;
    }

    @Override
    public @Nullable Void run(Deregister action, ActionContext context) throws IOException {
        agents.apply(context.machine()).deregister();
        return null;
    }
}
