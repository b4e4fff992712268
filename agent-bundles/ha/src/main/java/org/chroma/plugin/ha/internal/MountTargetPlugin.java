package org.chroma.plugin.ha.internal;

import java.io.IOException;
import org.chroma.model.action.MountTarget;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Mounts a configured target on this very server. */
@Component
public final class MountTargetPlugin implements ActionPlugin<MountTarget, Void> {
    @Override
    public Class<MountTarget> action() {
        return MountTarget.class;
    }

    @Override
    public @Nullable Void run(MountTarget action, ActionContext context) throws IOException, InterruptedException {
        new Targets(context.machine(), Pause.REAL).mount(action.uuid());
        return null;
    }
}
