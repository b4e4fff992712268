package org.chroma.core.internal.job;

import static org.chroma.state.Requirement.all;
import static org.chroma.state.Requirement.is;
import static org.chroma.state.Requirement.isNot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.Cluster;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.ConfParam;
import org.chroma.model.Filesystem;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.action.SetConfParam;
import org.chroma.state.Lock;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.Requirement;
import org.chroma.state.States;
import org.chroma.state.Step;

/** Tells an MGS the parameters that changed since it was last told. */
public final class ApplyConfParamsJob implements PlainJobType {
    public static final String NAME = "ApplyConfParams";

    @Override
    public String className() {
        return NAME;
    }

    /** The versions are part of the arguments, so that the steps stay the same while newer parameters come. */
    public static Map<String, String> arguments(Target mgt) {
        return Map.of(
                "mgs", "" + mgt.id().number(),
                "from_version", "" + mgt.confParamVersionApplied(),
                "to_version", "" + mgt.confParamVersion());
    }

    /** Whether all that the job requires holds now. */
    public static boolean isPossible(Target mgt, Cluster cluster) {
        return requirement(mgt.id(), changed(arguments(mgt), mgt.id(), cluster), cluster)
                .holds(States.of(cluster));
    }

    @Override
    public PlainJob plan(Map<String, String> arguments, Cluster cluster) {
        Target mgt = mgt(arguments, cluster);
        List<ConfParam> params = changed(arguments, mgt.id(), cluster);
        return new PlainJob(
                NAME,
                "Apply parameters",
                "Apply %d configuration parameters on %s".formatted(params.size(), TargetNames.of(mgt, cluster)),
                Optional.empty(),
                requirement(mgt.id(), params, cluster),
                // one after the other, or an older value could overtake a newer one
                List.of(Lock.write(mgt.id(), TargetState.MOUNTED, TargetState.MOUNTED)),
                steps(arguments, cluster).stream().map(Step::description).toList());
    }

    @Override
    public ObjectId<TargetState> subject(Map<String, String> arguments) {
        return Target.KIND.id(Arguments.number(arguments, "mgs"));
    }

    @Override
    public List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) {
        ObjectId<TargetState> id = subject(arguments);
        List<Step<StepContext>> steps = new ArrayList<>();
        for (ConfParam param : changed(arguments, id, cluster)) {
            String key = prefix(param, cluster) + "." + param.key();
            String description = param.value() == null ? "Clear " + key : "Set %s to %s".formatted(key, param.value());
            steps.add(new Step<>("set-conf-param " + key, description, context -> {
                ObjectId<HostState> server = mgt(arguments, context.cluster()).activeHost();
                if (server == null) {
                    throw new NoSuchElementException("the MGT does not run");
                }
                context.run(server, new SetConfParam(key, param.value()));
            }));
        }
        long version = Arguments.number(arguments, "to_version");
        steps.add(new Step<>(
                "version",
                "Note that version %d is in effect".formatted(version),
                context -> context.change(
                        transaction -> transaction.target(id, now -> now.withParametersApplied(version)))));
        return steps;
    }

    private static Requirement requirement(ObjectId<TargetState> mgt, List<ConfParam> params, Cluster cluster) {
        Set<ObjectId<TargetState>> named = new LinkedHashSet<>();
        for (ConfParam param : params) {
            if (param.owner().kind().equals(Target.KIND)) {
                named.add(Target.KIND.id(param.owner().number()));
            } else {
                // the MGS knows a filesystem from its first MDT's registration on
                cluster.targetsOf(Filesystem.KIND.id(param.owner().number()), TargetKind.MDT).stream()
                        .filter(mdt -> mdt.index() == 0)
                        .forEach(mdt -> named.add(mdt.id()));
            }
        }
        List<Requirement> parts = new ArrayList<>();
        parts.add(is(mgt, TargetState.MOUNTED));
        named.forEach(id -> parts.add(isNot(id, TargetState.MOUNTED, TargetState.UNFORMATTED, TargetState.FORMATTED)));
        return all(parts);
    }

    /** The newest value of each key that changed, in the order of their versions; those of removed objects left out. */
    private static List<ConfParam> changed(Map<String, String> arguments, ObjectId<TargetState> mgt, Cluster cluster) {
        String fromText = arguments.get("from_version");
        long from = fromText == null ? 0 : Long.parseLong(fromText);
        long to = Arguments.number(arguments, "to_version");
        Map<String, ConfParam> newest = new LinkedHashMap<>();
        for (ConfParam param : cluster.confParams()) {
            boolean due = param.mgt().equals(mgt) && param.version() > from && param.version() <= to;
            if (due && cluster.object(param.owner()).isPresent()) {
                String key = param.owner() + " " + param.key();
                newest.remove(key);
                newest.put(key, param);
            }
        }
        return List.copyOf(newest.values());
    }

    private static String prefix(ConfParam param, Cluster cluster) {
        if (param.owner().kind().equals(Filesystem.KIND)) {
            return cluster.filesystem(Filesystem.KIND.id(param.owner().number()))
                    .map(Filesystem::name)
                    .orElseThrow(() -> new NoSuchElementException(param.owner() + " does not exist any more"));
        }
        return cluster.target(Target.KIND.id(param.owner().number()))
                .map(target -> TargetNames.of(target, cluster))
                .orElseThrow(() -> new NoSuchElementException(param.owner() + " does not exist any more"));
    }

    private Target mgt(Map<String, String> arguments, Cluster cluster) {
        ObjectId<TargetState> id = subject(arguments);
        return cluster.target(id).orElseThrow(() -> new NoSuchElementException(id + " does not exist"));
    }
}
