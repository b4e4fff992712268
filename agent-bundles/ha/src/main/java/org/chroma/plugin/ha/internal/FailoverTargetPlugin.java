package org.chroma.plugin.ha.internal;

import java.io.IOException;
import org.chroma.model.action.FailoverTarget;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Moves a target to its failover server. */
@Component
public final class FailoverTargetPlugin implements ActionPlugin<FailoverTarget, Void> {
    @Override
    public Class<FailoverTarget> action() {
        return FailoverTarget.class;
    }

    @Override
    public @Nullable Void run(FailoverTarget action, ActionContext context) throws IOException, InterruptedException {
        new Targets(context.machine(), Pause.REAL).move(action.haLabel(), false);
        return null;
    }
}
