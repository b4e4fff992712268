package org.chroma.plugin.ha.internal;

import java.io.IOException;
import org.chroma.model.action.FailbackTarget;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Moves a target to its primary server. */
@Component
public final class FailbackTargetPlugin implements ActionPlugin<FailbackTarget, Void> {
    @Override
    public Class<FailbackTarget> action() {
        return FailbackTarget.class;
    }

    @Override
    public @Nullable Void run(FailbackTarget action, ActionContext context) throws IOException, InterruptedException {
        new Targets(context.machine(), Pause.REAL).move(action.haLabel(), true);
        return null;
    }
}
