package org.chroma.core.internal.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView.AvailableJob;
import org.chroma.core.internal.foreign.ForeignCode;
import org.chroma.core.internal.foreign.ForeignCodeException;
import org.chroma.core.internal.foreign.Origin;
import org.chroma.core.internal.foreign.Patience;
import org.chroma.core.internal.foreign.WritingThread;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.spi.Action;
import org.chroma.spi.JobContext;
import org.chroma.spi.JobPlugin;
import org.chroma.spi.JobStep;
import org.chroma.state.Kind;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;

/**
 * A job that a plugin brought. It reads its object, so the object stays in its state while the job runs. The plugin is
 * asked through the rim: anyone who wants something of it waits a while, and goes on without it.
 */
final class PluginJob<T extends StatefulObject<?>> implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** Who opens a page does not wait longer for the jobs of one plugin, whatever the number of rows. */
    private static final Duration OFFERS_LIMIT = Duration.ofSeconds(2);

    private static final Duration OFFERS_TIME = Duration.ofSeconds(20);
    private static final Duration WORTH_ASKING = Duration.ofMillis(50);

    private static final Map<Class<?>, Kind<?>> KINDS = Map.of(
            Host.class, Host.KIND,
            LnetConfiguration.class, LnetConfiguration.KIND,
            Target.class, Target.KIND,
            Filesystem.class, Filesystem.KIND);

    private final JobPlugin<T> plugin;
    private final Identity<T> identity;
    private final Kind<?> kind;
    private final ForeignCode code;
    private final Patience patience = new Patience(OFFERS_LIMIT, OFFERS_TIME);

    /** What a plugin says once, when it comes. */
    private record Identity<T>(String name, String verb, Class<T> subject) {
        private Identity {
            Objects.requireNonNull(name, "it has no name");
            Objects.requireNonNull(verb, "it has no verb");
            Objects.requireNonNull(subject, "it has no subject");
        }
    }

    private PluginJob(JobPlugin<T> plugin, Identity<T> identity, Kind<?> kind, ForeignCode code) {
        this.plugin = plugin;
        this.identity = identity;
        this.kind = kind;
        this.code = code;
    }

    /**
     * Asks a plugin for its job.
     *
     * @throws ForeignCodeException where it does not say what its job is
     * @throws IllegalArgumentException where there can be no such job
     */
    static <T extends StatefulObject<?>> PluginJob<T> of(JobPlugin<T> plugin, InstantSource clock)
            throws ForeignCodeException {
        String origin = Origin.of(plugin.getClass());
        Identity<T> identity;
        try (ForeignCode unknown = new ForeignCode(Origin.nameOf(plugin.getClass()), origin, clock)) {
            identity = unknown.call(
                    "saying what its job is",
                    LIMIT,
                    () -> new Identity<>(plugin.name(), plugin.verb(), plugin.subject()));
        }
        Kind<?> kind = KINDS.get(identity.subject());
        if (kind == null) {
            throw new IllegalArgumentException(
                    "jobs cannot be offered on " + identity.subject().getName());
        }
        return new PluginJob<>(plugin, identity, kind, new ForeignCode(identity.name(), origin, clock));
    }

    String className() {
        return identity.name();
    }

    ForeignCode code() {
        return code;
    }

    /**
     * The job as it would be now, on the object that the arguments name.
     *
     * @throws NoSuchElementException where there is no such object
     */
    PreparedPluginJob prepare(Map<String, String> arguments, Cluster cluster) throws ForeignCodeException {
        T object = object(arguments, cluster);
        if (!code.call(applying(object), LIMIT, () -> plugin.canRun(object))) {
            String refusal = "%s is not possible on %s now".formatted(identity.verb(), object.label());
            return new PreparedPluginJob(
                    className(), identity.verb(), object, Optional.of(refusal), "", Optional.empty(), List.of());
        }
        return new PreparedPluginJob(
                className(),
                identity.verb(),
                object,
                Optional.empty(),
                code.call("saying what it does", LIMIT, () -> plugin.description(object)),
                code.call("saying what is asked before it", LIMIT, () -> plugin.confirmation(object)),
                ask(object).stream().map(JobStep::description).toList());
    }

    private static String applying(StatefulObject<?> object) {
        return "saying whether it applies to " + object.label();
    }

    private List<JobStep<T>> ask(T object) throws ForeignCodeException {
        return code.call("saying what its steps are", LIMIT, () -> List.copyOf(plugin.steps(object)));
    }

    ObjectId<?> subject(Map<String, String> arguments) {
        return kind.id(Arguments.number(arguments, kind.name()));
    }

    /** Asked on the job's own thread, where the steps run as well. */
    List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) throws ForeignCodeException {
        return ask(object(arguments, cluster)).stream()
                .map(step -> new Step<StepContext>(step.name(), step.description(), context -> {
                    WritingThread.refuse();
                    step.work().run(object(arguments, context.cluster()), new Context(context));
                }))
                .toList();
    }

    /**
     * The job where it is offered on an object as it is now.
     *
     * @throws ForeignCodeException also where the plugin took so much time of late that nobody waits for it
     */
    Optional<AvailableJob> offer(StatefulObject<?> object) throws ForeignCodeException {
        if (!identity.subject().isInstance(object)) {
            return Optional.empty();
        }
        T subject = identity.subject().cast(object);
        Duration left = patience.left();
        if (left.compareTo(WORTH_ASKING) < 0) {
            throw code.refused("took so long of late that it is not asked for a while");
        }
        return code.call(applying(subject), left, () -> {
            long begin = System.nanoTime();
            try {
                return offerNow(subject);
            } finally {
                patience.use(Duration.ofNanos(System.nanoTime() - begin));
            }
        });
    }

    private Optional<AvailableJob> offerNow(T object) {
        return plugin.canRun(object)
                ? Optional.of(new AvailableJob(
                        identity.name(),
                        identity.verb(),
                        plugin.confirmation(object).orElse(null),
                        Map.of(kind.name(), object.id().number())))
                : Optional.empty();
    }

    T object(Map<String, String> arguments, Cluster cluster) {
        ObjectId<?> id = subject(arguments);
        return cluster.object(id)
                .map(identity.subject()::cast)
                .orElseThrow(() -> new NoSuchElementException(id + " does not exist"));
    }

    @Override
    public void close() {
        code.close();
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
