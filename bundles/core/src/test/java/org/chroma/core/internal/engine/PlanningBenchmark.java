package org.chroma.core.internal.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.chroma.core.Command;
import org.chroma.core.Preview;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Filesystem;
import org.chroma.state.ObjectId;

/**
 * What planning costs on a large filesystem: creates one on servers that do not exist, stops it, and asks for it to be
 * available, as a dry run and in earnest. Argument: the number of OSTs, 2,000 by default. Prints milliseconds.
 */
final class PlanningBenchmark {
    private static final int RUNS = 7;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private PlanningBenchmark() {}

    public static void main(String[] arguments) {
        int osts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        try (TestManager manager = new TestManager()) {
            manager.addServers(4, osts + 2);
            await(
                    manager,
                    manager.state()
                            .createFilesystem(request(manager, osts), "")
                            .command()
                            .orElseThrow());
            ObjectId<?> filesystem = Filesystem.KIND.id(manager.view()
                    .cluster()
                    .filesystems()
                    .iterator()
                    .next()
                    .id()
                    .number());
            reach(manager, filesystem, "stopped");

            long[] previews = new long[RUNS];
            Preview preview =
                    timed(previews, () -> manager.state().preview(List.of(new Wanted(filesystem, "available"))));
            print("planning_available_jobs", preview.jobs().size());
            print("planning_available_ms", median(previews));
            long[] requests = new long[1];
            Command command = timed(
                    requests,
                    () -> manager.state()
                            .setStates(List.of(new Wanted(filesystem, "available")), "")
                            .orElseThrow());
            print("request_available_ms", median(requests));
            await(manager, command);
        }
    }

    private static FilesystemRequest request(TestManager manager, int osts) {
        return new FilesystemRequest(
                "big",
                new MgtChoice(null, manager.volume(1).id(), null),
                List.of(manager.on(2)),
                IntStream.rangeClosed(3, osts + 2).mapToObj(manager::on).toList(),
                null);
    }

    private static void reach(TestManager manager, ObjectId<?> id, String state) {
        await(
                manager,
                manager.state().setStates(List.of(new Wanted(id, state)), "").orElseThrow());
    }

    private static <T> T timed(long[] nanoseconds, Supplier<T> what) {
        T result = null;
        for (int run = 0; run < nanoseconds.length; run++) {
            long begin = System.nanoTime();
            result = what.get();
            nanoseconds[run] = System.nanoTime() - begin;
        }
        return Objects.requireNonNull(result);
    }

    private static void await(TestManager manager, Command command) {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (!manager.view().command(command.id()).orElseThrow().complete()) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("Not complete within " + PATIENCE + ": " + command.message());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static long median(long[] nanoseconds) {
        long[] sorted = nanoseconds.clone();
        Arrays.sort(sorted);
        return TimeUnit.NANOSECONDS.toMillis(sorted[sorted.length / 2]);
    }

    private static void print(String name, long value) {
        System.out.printf("%s %d%n", name, value);
    }
}
