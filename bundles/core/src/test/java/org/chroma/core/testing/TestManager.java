package org.chroma.core.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.chroma.core.ClusterView;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.Preview;
import org.chroma.core.Reports;
import org.chroma.core.StateManager;
import org.chroma.core.StateManager.NewHost;
import org.chroma.core.StateManager.NewTarget;
import org.chroma.core.internal.engine.Engine;
import org.chroma.core.internal.step.CoreSettings;
import org.chroma.core.port.DataStore;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Volume;
import org.chroma.spi.Observation;
import org.chroma.spi.StorageResource;
import org.chroma.state.ObjectId;

/**
 * The manager's core, complete and without any framework, on servers that do not exist.
 *
 * <pre>{@code
 * try (TestManager manager = new TestManager()) {
 *     manager.addServers(2, 4);
 *     manager.state().createFilesystem(…);
 * }
 * }</pre>
 */
public final class TestManager implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeAgents agents;
    private final DataStore store;
    private final Engine engine;
    private final StateManager state;
    private final ClusterView view;
    private final Reports reports;

    public TestManager() {
        this(new InMemoryDataStore(), new FakeAgents());
    }

    /** A manager that finds what an earlier one left. */
    public TestManager(DataStore store, FakeAgents agents) {
        this(store, agents, Clock.systemUTC());
    }

    public TestManager(DataStore store, FakeAgents agents, Clock clock) {
        this.store = store;
        this.agents = agents;
        this.engine = new Engine(CoreSettings.DEFAULT, store, agents, agents, clock);
        this.state = engine.stateManager();
        this.view = engine.view();
        this.reports = engine.reports();
        engine.start();
    }

    public StateManager state() {
        return state;
    }

    public ClusterView view() {
        return view;
    }

    public Reports reports() {
        return reports;
    }

    public FakeAgents agents() {
        return agents;
    }

    public DataStore store() {
        return store;
    }

    public Engine engine() {
        return engine;
    }

    /** Returns when all is done that the writing thread has been given up to now. */
    public void awaitWritten() {
        Preview unused = state.preview(List.of());
    }

    /** Adds servers {@code s1}, {@code s2}, … that all reach the same disks, and waits until LNet is up on them. */
    public List<ObjectId<HostState>> addServers(int servers, int sharedDisks) {
        List<ObjectId<HostState>> ids = new ArrayList<>();
        for (int number = 1; number <= servers; number++) {
            StateManager.Created created = state.addHost(new NewHost("s" + number, null), "");
            ids.add(Host.KIND.id(Objects.requireNonNull(created.object()).number()));
            await(created.command().orElseThrow());
        }
        ids.forEach(id -> until(
                "the NIDs of %s are known".formatted(id),
                () -> !view.cluster().lnetOf(id).orElseThrow().nids().isEmpty()
                        && view.jobsOn(id).isEmpty()));
        ids.forEach(id -> reportDisks(id, sharedDisks));
        return ids;
    }

    /** Reports that a server sees a number of disks of 1 TiB each, labelled from {@code disk01} on. */
    public void reportDisks(ObjectId<HostState> host, int count) {
        List<StorageResource> resources = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            StorageResource drive = new StorageResource(
                    "ScsiDevice",
                    List.of("serial-" + number),
                    StorageResource.Scope.GLOBAL,
                    StorageResource.Role.LOGICAL_DRIVE,
                    "disk%02d".formatted(number),
                    Map.of("size", 1L << 40),
                    List.of());
            resources.add(drive);
            resources.add(new StorageResource(
                    "LinuxDeviceNode",
                    List.of("/dev/disk" + number),
                    StorageResource.Scope.SOURCE,
                    StorageResource.Role.DEVICE_NODE,
                    "/dev/disk" + number,
                    Map.of("path", "/dev/disk" + number),
                    List.of(drive.reference())));
        }
        reports.accept(host.number(), Instant.now(), Map.of("linux", Observation.ofResources(resources)), Map.of());
    }

    /** The volume on one of the disks. */
    public Volume volume(int disk) {
        String label = "disk%02d".formatted(disk);
        return view.cluster().volumes().stream()
                .filter(volume -> volume.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** A request for a target on one of the disks. */
    public NewTarget on(int disk) {
        return new NewTarget(volume(disk).id(), null, null, null, null, null);
    }

    /** Waits until a command is complete, and answers it as it ended. */
    public Command await(Command command) {
        until(
                "command %d is complete".formatted(command.id()),
                () -> now(command).complete());
        return now(command);
    }

    private Command now(Command command) {
        return view.command(command.id()).orElseThrow();
    }

    /** Waits until no job is unfinished. */
    public void awaitIdle() {
        until(
                "all jobs have ended",
                () -> view.jobs().stream().allMatch(job -> job.state().isDone()));
    }

    /** Waits for a condition; fails with its words and the jobs when it does not come true. */
    public void until(String words, BooleanSupplier condition) {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("Not within %d s: %s%n%s".formatted(PATIENCE.toSeconds(), words, jobs()));
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** All jobs as text, one line each. */
    public String jobs() {
        return view.jobs().stream().map(TestManager::text).collect(Collectors.joining("\n"));
    }

    private static String text(Job job) {
        return "%s %s%s".formatted(job.state(), job.description(), job.reason().isEmpty() ? "" : ": " + job.reason());
    }

    /** The jobs of a command as text, one line each. */
    public String jobsOf(Command command) {
        return now(command).jobs().stream()
                .map(view::job)
                .flatMap(Optional::stream)
                .map(TestManager::text)
                .collect(Collectors.joining("\n"));
    }

    /** Ends the manager; unfinished jobs stay as they are in the data store. */
    @Override
    public void close() {
        engine.stop();
    }
}
