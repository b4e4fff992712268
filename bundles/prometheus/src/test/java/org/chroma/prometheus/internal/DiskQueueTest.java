package org.chroma.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskQueueTest {
    private static final long ROOMY = 64 << 20;

    @TempDir
    Path directory;

    /** A frame of ten samples that holds a number, and whose size is known. */
    private static WriteRequest frame(int number, int size) {
        byte[] bytes = new byte[size];
        ByteBuffer.wrap(bytes).putInt(number);
        return new WriteRequest(bytes, 10);
    }

    private static int number(Segment.Frame frame) {
        return ByteBuffer.wrap(frame.bytes()).getInt();
    }

    private static void fill(DiskQueue queue, int from, int to, int size) {
        List<CompletableFuture<Void>> done = IntStream.range(from, to)
                .mapToObj(i -> queue.append(frame(i, size)))
                .toList();
        done.forEach(CompletableFuture::join);
    }

    /** Takes out everything that is there. */
    private static List<Integer> drain(DiskQueue queue) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        while (queue.waiting() > 0) {
            List<Segment.Frame> frames = queue.next(50, Duration.ZERO);
            frames.forEach(frame -> numbers.add(number(frame)));
            queue.done(frames);
        }
        return numbers;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(Segment.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsAppendedComesOutInOrder() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            fill(queue, 0, 100, 1_000);
            assertThat(queue.waiting()).isEqualTo(1_000);
            List<Segment.Frame> frames = queue.next(55, Duration.ZERO);
            assertThat(frames).extracting(DiskQueueTest::number).containsExactly(0, 1, 2, 3, 4);
            queue.done(frames);
            assertThat(queue.waiting()).isEqualTo(950);
            assertThat(drain(queue)).isEqualTo(numbers(5, 100));
            assertThat(queue.dropped()).isZero();
        }
    }

    @Test
    void aFrameLargerThanARequestComesAlone() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            fill(queue, 0, 2, 1_000);
            assertThat(queue.next(3, Duration.ZERO))
                    .extracting(DiskQueueTest::number)
                    .containsExactly(0);
        }
    }

    @Test
    void aRestartLosesNothingAndRepeatsNothing() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            fill(queue, 0, 30, 1_000);
            queue.done(queue.next(100, Duration.ZERO));
        }
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            assertThat(queue.waiting()).isEqualTo(200);
            fill(queue, 30, 40, 1_000);
            assertThat(drain(queue)).isEqualTo(numbers(10, 40));
        }
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            assertThat(queue.waiting()).isZero();
        }
    }

    @Test
    void theRequestUnderWayIsTheSameAfterARestart() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            fill(queue, 0, 7, 1_000);
            assertThat(queue.next(50, Duration.ZERO)).hasSize(5);
        }
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            fill(queue, 7, 20, 1_000);
            List<Segment.Frame> again = queue.next(150, Duration.ZERO);
            assertThat(again).extracting(DiskQueueTest::number).containsExactly(0, 1, 2, 3, 4);
            queue.done(again);
            assertThat(queue.next(150, Duration.ZERO)).hasSize(15);
        }
    }

    @Test
    void segmentsThatWereSentGo() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, 80_000)) {
            for (int i = 0; i < 30; i++) {
                fill(queue, i, i + 1, 2_000);
            }
            assertThat(segments()).hasSizeGreaterThan(3);
            assertThat(drain(queue)).isEqualTo(numbers(0, 30));
            assertThat(segments()).hasSize(1);
        }
    }

    @Test
    void beyondTheBoundTheOldestGoAndAreCounted() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, 80_000)) {
            for (int i = 0; i < 100; i++) {
                fill(queue, i, i + 1, 2_000);
                assertThat(queue.bytes()).isLessThanOrEqualTo(80_000);
            }
            long dropped = queue.dropped();
            assertThat(dropped).isPositive();
            assertThat(queue.waiting()).isEqualTo(1_000 - dropped);
            assertThat(drain(queue)).isEqualTo(numbers((int) dropped / 10, 100));
        }
    }

    @Test
    void whatGoesWhileItIsBeingSentDoesNoHarm() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, 80_000)) {
            fill(queue, 0, 1, 2_000);
            List<Segment.Frame> underWay = queue.next(10, Duration.ZERO);
            for (int i = 1; i < 100; i++) {
                fill(queue, i, i + 1, 2_000);
            }
            queue.done(underWay);
            List<Integer> rest = drain(queue);
            assertThat(rest).isEqualTo(numbers(100 - rest.size(), 100));
            assertThat(queue.dropped()).isEqualTo(1_000 - 10L * rest.size());
        }
    }

    @Test
    void aTornTailIsCutOff() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            fill(queue, 0, 5, 1_000);
        }
        try (RandomAccessFile file = new RandomAccessFile(segments().get(0).toFile(), "rw")) {
            file.setLength(file.length() - 300);
        }
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            assertThat(queue.waiting()).isEqualTo(40);
            fill(queue, 5, 6, 1_000);
            assertThat(drain(queue)).containsExactly(0, 1, 2, 3, 5);
        }
    }

    @Test
    void damageCostsWhatIsBehindItInItsSegmentAndIsCounted() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            fill(queue, 0, 5, 1_000);
        }
        try (RandomAccessFile file = new RandomAccessFile(segments().get(0).toFile(), "rw")) {
            file.seek(Segment.HEADER + 2L * (Segment.FRAME_HEADER + 1_000) + 500);
            file.write(1);
        }
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            fill(queue, 5, 7, 1_000);
            assertThat(drain(queue)).containsExactly(0, 1, 5, 6);
            assertThat(queue.dropped()).isEqualTo(30);
        }
    }

    @Test
    void aPositionThatWasTornIsTheOneBefore() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            fill(queue, 0, 6, 1_000);
            queue.done(queue.next(10, Duration.ZERO));
            queue.done(queue.next(10, Duration.ZERO));
        }
        // Four writes so far: the newest is in the first slot.
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("position").toFile(), "rw")) {
            file.seek(20);
            file.write(77);
        }
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            assertThat(drain(queue)).isEqualTo(numbers(1, 6));
        }
    }

    @Test
    void aReaderWaitsUntilThereIsSomething() throws Exception {
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            CompletableFuture<List<Segment.Frame>> read = CompletableFuture.supplyAsync(() -> {
                try {
                    return queue.next(10, Duration.ZERO);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(read).isNotDone();
            fill(queue, 0, 1, 1_000);
            assertThat(read.get(30, TimeUnit.SECONDS)).hasSize(1);
        }
    }

    @Test
    void twoCannotHaveOneQueue() throws IOException {
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            assertThat(queue.bytes()).isZero();
            assertThatThrownBy(() -> new DiskQueue(directory, ROOMY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesKill() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acknowledged = -1;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                acknowledged = Integer.parseInt(line);
                if (acknowledged == 300) {
                    // By its handle: the process itself would close what it said last.
                    assertThat(child.toHandle().destroyForcibly()).isTrue();
                }
                line = lines.readLine();
            }
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(acknowledged).isGreaterThanOrEqualTo(300);
        try (DiskQueue queue = new DiskQueue(directory, ROOMY)) {
            List<Integer> there = drain(queue);
            assertThat(there).isEqualTo(numbers(0, there.size())).hasSizeGreaterThan(acknowledged);
        }
    }

    /** Appends until it is killed, and says what was acknowledged. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) throws IOException {
            try (DiskQueue queue = new DiskQueue(Path.of(arguments[0]), ROOMY)) {
                for (int i = 0; i < 1_000_000; i++) {
                    queue.append(frame(i, 1_000)).join();
                    System.out.println(i);
                }
            }
        }
    }
}
