package org.chroma.core.internal.job;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.spi.Action;
import org.chroma.spi.JobContext;
import org.chroma.spi.JobPlugin;
import org.chroma.state.Kind;
import org.chroma.state.Lock;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.Requirement;
import org.chroma.state.StatefulObject;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** A job that a plugin brought. It reads its object, so the object stays in its state while the job runs. */
final class PluginJob<T extends StatefulObject<?>> implements PlainJobType {
    private final JobPlugin<T> plugin;
    private final Kind<?> kind;

    PluginJob(JobPlugin<T> plugin) {
        this.plugin = plugin;
        this.kind = List.of(Host.KIND, LnetConfiguration.KIND, Target.KIND, Filesystem.KIND)
                .get(List.of(Host.class, LnetConfiguration.class, Target.class, Filesystem.class)
                        .indexOf(known(plugin.subject())));
    }

    private static Class<?> known(Class<?> subject) {
        if (!List.of(Host.class, LnetConfiguration.class, Target.class, Filesystem.class)
                .contains(subject)) {
            throw new IllegalArgumentException("no jobs can be offered on " + subject.getName());
        }
        return subject;
    }

    boolean isOf(JobPlugin<?> other) {
        return plugin == other;
    }

    /** The bundle that brought it; outside of a framework, its class. */
    String origin() {
        Bundle bundle = FrameworkUtil.getBundle(plugin.getClass());
        return bundle == null ? plugin.getClass().getName() : bundle.getSymbolicName();
    }

    @Override
    public String className() {
        return plugin.name();
    }

    @Override
    public PlainJob plan(Map<String, String> arguments, Cluster cluster) {
        T object = object(arguments, cluster);
        return new PlainJob(
                plugin.name(),
                plugin.verb(),
                plugin.description(object),
                plugin.confirmation(object),
                Requirement.none(),
                List.of(Lock.read(object.id())),
                plugin.steps(object).stream().map(step -> step.description()).toList());
    }

    @Override
    public ObjectId<?> subject(Map<String, String> arguments) {
        return kind.id(Arguments.number(arguments, kind.name()));
    }

    @Override
    public List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) {
        return plugin.steps(object(arguments, cluster)).stream()
                .map(step -> new Step<StepContext>(
                        step.name(),
                        step.description(),
                        context -> step.work().run(object(arguments, context.cluster()), new Context(context))))
                .toList();
    }

    @Override
    public Optional<String> refusal(Map<String, String> arguments, Cluster cluster) {
        T object = object(arguments, cluster);
        return plugin.canRun(object)
                ? Optional.empty()
                : Optional.of("%s is not possible on %s now".formatted(plugin.verb(), object.label()));
    }

    @Override
    public Optional<ClusterView.AvailableJob> offer(StatefulObject<?> object, Cluster cluster) {
        if (!plugin.subject().isInstance(object)) {
            return Optional.empty();
        }
        T subject = plugin.subject().cast(object);
        if (!plugin.canRun(subject)) {
            return Optional.empty();
        }
        return Optional.of(new ClusterView.AvailableJob(
                plugin.name(),
                plugin.verb(),
                plugin.confirmation(subject).orElse(null),
                Map.of(kind.name(), object.id().number())));
    }

    private T object(Map<String, String> arguments, Cluster cluster) {
        ObjectId<?> id = subject(arguments);
        return cluster.object(id)
                .map(plugin.subject()::cast)
                .orElseThrow(() -> new NoSuchElementException(id + " does not exist"));
    }

    /** What the plugin's steps are handed. */
    private record Context(StepContext context) implements JobContext {
        @Override
        public <R> @Nullable R run(long host, Action<R> action) throws Exception {
            return context.run(Host.KIND.id(host), action);
        }

        @Override
        public void log(String line) {
            context.log(line);
        }
    }
}
