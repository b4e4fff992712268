package org.chroma.agent.internal;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.chroma.model.action.ReportNow;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.Machine;
import org.jspecify.annotations.Nullable;

/** Sends a complete report and waits until the manager took it. */
final class ReportNowPlugin implements ActionPlugin<ReportNow, Void> {
    private final Function<Machine, Agent> agents;

    ReportNowPlugin(Function<Machine, Agent> agents) {
        this.agents = agents;
    }

    @Override
    public Class<ReportNow> action() {
        return ReportNow.class;
    }

    @Override
    public @Nullable Void run(ReportNow action, ActionContext context) throws IOException, InterruptedException {
        try {
            return agents.apply(context.machine()).reportNow().get();
        } catch (ExecutionException e) {
            throw new IOException("The report did not reach the manager: " + e.getCause(), e);
        }
    }
}
