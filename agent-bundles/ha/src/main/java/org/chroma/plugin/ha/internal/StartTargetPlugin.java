package org.chroma.plugin.ha.internal;

import java.io.IOException;
import org.chroma.model.action.StartTarget;
import org.chroma.model.action.TargetLocation;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.osgi.service.component.annotations.Component;

/** Starts a target somewhere in its failover cluster, or here where there is none. */
@Component
public final class StartTargetPlugin implements ActionPlugin<StartTarget, TargetLocation> {
    @Override
    public Class<StartTarget> action() {
        return StartTarget.class;
    }

    @Override
    public TargetLocation run(StartTarget action, ActionContext context) throws IOException, InterruptedException {
        return new TargetLocation(new Targets(context.machine(), Pause.REAL).start(action.haLabel()));
    }
}
