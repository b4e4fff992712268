package org.chroma.plugin.ha.internal;

import java.io.IOException;
import org.chroma.model.action.StopTarget;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Stops a target wherever it runs. */
@Component
public final class StopTargetPlugin implements ActionPlugin<StopTarget, Void> {
    @Override
    public Class<StopTarget> action() {
        return StopTarget.class;
    }

    @Override
    public @Nullable Void run(StopTarget action, ActionContext context) throws IOException, InterruptedException {
        new Targets(context.machine(), Pause.REAL).stop(action.haLabel());
        return null;
    }
}
