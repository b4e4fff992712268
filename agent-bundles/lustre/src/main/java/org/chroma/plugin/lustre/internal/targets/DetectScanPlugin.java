package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.util.List;
import org.chroma.model.action.DetectScan;
import org.chroma.model.action.DetectedTargets;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.osgi.service.component.annotations.Component;

/** Finds the Lustre that is on a server already. */
@Component
public final class DetectScanPlugin implements ActionPlugin<DetectScan, DetectedTargets> {
    @Override
    public Class<DetectScan> action() {
        return DetectScan.class;
    }

    @Override
    public DetectedTargets run(DetectScan action, ActionContext context) throws IOException, InterruptedException {
        List<DetectedTargets.LocalTarget> targets = LocalTargets.of(context.machine(), context.console());
        boolean mgsRuns = targets.stream().anyMatch(target -> target.name().equals("MGS") && target.mounted());
        return new DetectedTargets(targets, mgsRuns ? MgsRecords.of(context.machine(), context.console()) : List.of());
    }
}
