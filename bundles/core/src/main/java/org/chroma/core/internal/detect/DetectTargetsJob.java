package org.chroma.core.internal.detect;

import static org.chroma.state.Requirement.all;
import static org.chroma.state.Requirement.is;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.core.Cluster;
import org.chroma.core.JobName;
import org.chroma.core.internal.job.HostList;
import org.chroma.core.internal.job.PlainJobType;
import org.chroma.core.internal.object.Alerts;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.action.DetectScan;
import org.chroma.model.action.DetectedTargets;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.Requirement;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;

/** Learns the filesystems that were made without Chroma and run on servers, to monitor them. */
public final class DetectTargetsJob implements PlainJobType {

    @Override
    public String className() {
        return JobName.DETECT_TARGETS.className();
    }

    @Override
    public PlainJob plan(Map<String, String> arguments, Cluster cluster) {
        List<Host> hosts = HostList.of(arguments, cluster);
        List<Requirement> parts = hosts.stream()
                .map(host -> is(LnetConfiguration.KIND.id(host.id().number()), LnetState.NIDS_KNOWN))
                .toList();
        return new PlainJob(
                className(),
                "Detect filesystems",
                "Detect filesystems on " + HostList.names(hosts),
                Optional.empty(),
                all(parts),
                List.of(),
                steps(arguments, cluster).stream().map(Step::description).toList());
    }

    @Override
    public @Nullable ObjectId<?> subject(Map<String, String> arguments) {
        return null;
    }

    @Override
    public Optional<String> refusal(Map<String, String> arguments, Cluster cluster) {
        return HostList.of(arguments, cluster).isEmpty()
                ? Optional.of("There are no servers to search; add them first")
                : Optional.empty();
    }

    /** One step: what the servers show is judged together, and an interrupted attempt looks again. */
    @Override
    public List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) {
        List<Host> hosts = HostList.of(arguments, cluster);
        return List.of(new Step<>("detect", "Look for Lustre on " + HostList.names(hosts), context -> {
            Map<ObjectId<HostState>, DetectedTargets> scans = new LinkedHashMap<>();
            for (Host host : hosts) {
                context.log("Searching " + host.label());
                DetectedTargets scan = context.ask(host.id(), new DetectScan());
                context.log("%s: %d Lustre targets on its disks, %d of them mounted"
                        .formatted(
                                host.label(),
                                scan.targets().size(),
                                scan.targets().stream()
                                        .filter(DetectedTargets.LocalTarget::mounted)
                                        .count()));
                scans.put(host.id(), scan);
            }
            context.change(transaction -> {
                Detection.Result found =
                        Detection.of(transaction.cluster(), scans, transaction.now(), transaction::nextId);
                found.filesystems().forEach(transaction::put);
                found.targets().forEach(target -> {
                    transaction.put(target);
                    Alerts.ofPlace(transaction, target);
                });
                found.volumes().forEach(transaction::put);
                found.confParams().forEach(transaction::put);
                found.lines().forEach(context::log);
            });
        }));
    }
}
