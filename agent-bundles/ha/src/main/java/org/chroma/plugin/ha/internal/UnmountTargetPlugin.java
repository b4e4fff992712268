package org.chroma.plugin.ha.internal;

import java.io.IOException;
import org.chroma.model.action.UnmountTarget;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Unmounts a configured target on this very server. */
@Component
public final class UnmountTargetPlugin implements ActionPlugin<UnmountTarget, Void> {
    @Override
    public Class<UnmountTarget> action() {
        return UnmountTarget.class;
    }

    @Override
    public @Nullable Void run(UnmountTarget action, ActionContext context) throws IOException, InterruptedException {
        new Targets(context.machine(), Pause.REAL).unmount(action.uuid());
        return null;
    }
}
