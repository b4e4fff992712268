package org.chroma.statistics.r3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class R3dTest {
    private static final String BEGIN = "920804400";
    private static final String END = "920807100";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private String printed() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    private Path create() throws IOException {
        Path store = directory.resolve("load.r3d");
        R3d.create(
                store,
                BEGIN,
                "300",
                List.of("DS:speed:COUNTER:600:U:U", "RRA:AVERAGE:0.5:1:24", "RRA:AVERAGE:0.5:6:10"));
        update(store, "920804700:12345", "920805000:12357", "920805300:12363", "920805600:12363", "920805900:12363");
        update(store, "920806200:12373", "920806500:12383", "920806800:12393", "920807100:12399");
        return store;
    }

    private static void update(Path store, String... updates) throws IOException {
        R3d.update(store, "", List.of(updates));
    }

    private String fetch(Path store, String resolution, String start, String end) throws IOException {
        R3d.fetch(store, "AVERAGE", resolution, start, end, out);
        return printed();
    }

    /** The first example of rrdtool's tutorial, with the output that rrdtool prints. */
    @Test
    void tutorial() throws IOException {
        Path store = create();
        assertThat(fetch(store, "1", BEGIN, END)).isEqualTo("""
                                          speed

                 920804700: nan
                 920805000: 4.0000000000e-02
                 920805300: 2.0000000000e-02
                 920805600: 0.0000000000e+00
                 920805900: 0.0000000000e+00
                 920806200: 3.3333333333e-02
                 920806500: 3.3333333333e-02
                 920806800: 3.3333333333e-02
                 920807100: 2.0000000000e-02
                 920807400: nan
                """.replaceAll("(?m)^ {17}(?=\\d)", " "));
        assertThat(fetch(store, "1800", BEGIN, END)).contains("920806200: ").contains("920808000: nan");
        assertThat(fetch(store, "1", "end-45m", END)).isEqualTo(fetch(store, "1", BEGIN, END));
        assertThat(fetch(store, "1", BEGIN, "start+45m")).isEqualTo(fetch(store, "1", BEGIN, END));
        R3d.info(store, out);
        assertThat(printed().lines())
                .containsExactly(
                        "filename = \"" + store + "\"",
                        "step = 300",
                        "last_update = 920807100",
                        "ds[speed].index = 0",
                        "ds[speed].type = \"COUNTER\"",
                        "ds[speed].minimal_heartbeat = 600",
                        "ds[speed].min = NaN",
                        "ds[speed].max = NaN",
                        "ds[speed].last_ds = \"12399\"",
                        "rra[0].cf = \"AVERAGE\"",
                        "rra[0].rows = 24",
                        "rra[0].pdp_per_row = 1",
                        "rra[0].xff = 5.0000000000e-01",
                        "rra[1].cf = \"AVERAGE\"",
                        "rra[1].rows = 10",
                        "rra[1].pdp_per_row = 6",
                        "rra[1].xff = 5.0000000000e-01");
    }

    @Test
    void aDumpLoadsAsTheSameDatabase() throws IOException {
        Path store = create();
        R3d.dump(store, out);
        byte[] dump = bytes.toByteArray();
        bytes.reset();
        Path copy = directory.resolve("copy.r3d");
        R3d.load(copy, new ByteArrayInputStream(dump));
        assertThat(fetch(copy, "1", BEGIN, END)).isEqualTo(fetch(store, "1", BEGIN, END));
        update(copy, "920807400:12400");
        assertThat(fetch(copy, "1", BEGIN, END)).isNotEqualTo(fetch(store, "1", BEGIN, END));
        Path third = directory.resolve("third");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.load(third, new ByteArrayInputStream(dump, 0, dump.length - 5)))
                .withMessage("The dump ends early");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.load(
                        third,
                        new ByteArrayInputStream("r3d dump 1\nblocks %\nend\n".getBytes(StandardCharsets.UTF_8))))
                .withMessageStartingWith("The dump of blocks is damaged");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.load(
                        third,
                        new ByteArrayInputStream(
                                "r3d dump 1\n../escaped AAAA\nend\n".getBytes(StandardCharsets.UTF_8))))
                .withMessage("The dump holds an unexpected file: \"../escaped\"");
        assertThat(third).doesNotExist();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.load(copy, new ByteArrayInputStream(dump)))
                .withMessage(copy + " exists already");
    }

    @Test
    void aTemplateLeavesTheOthersUnknown() throws IOException {
        Path store = directory.resolve("two");
        R3d.create(
                store,
                "1000000000",
                "10",
                List.of("DS:in:GAUGE:1m:U:U", "DS:out:GAUGE:1m:0:100", "RRA:AVERAGE:0.5:1:1h"));
        R3d.update(store, "out:in", List.of("1000000010:1:2", "1000000020:3:4"));
        R3d.update(store, "in", List.of("1000000030:5"));
        assertThat(fetch(store, "10", "1000000000", "1000000029").lines().skip(2))
                .containsExactly(
                        "1000000010: 2.0000000000e+00 1.0000000000e+00",
                        "1000000020: 4.0000000000e+00 3.0000000000e+00",
                        "1000000030: 5.0000000000e+00 nan");
        R3d.info(store, out);
        assertThat(printed()).contains("ds[in].last_ds = \"5\"", "rra[0].rows = 360", "ds[out].max = 1.0000000000e+02");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.update(store, "in:up", List.of("1000000040:5:6")))
                .withMessage("No data source is called \"up\"; there is in, out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.update(store, "in:in", List.of("1000000040:5:6")))
                .withMessage("A data source is named twice: \"in:in\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "920807000:1|\"920807000:1\": Bad update time: it is less than a second after the last update, 920807100",
                "920808000:1:2|Bad update string: \"920808000:1:2\" has 2 values for 1 data sources",
                "920808000|Bad update string: \"920808000\" has 0 values for 1 data sources",
                "yesterday:1|Not a time: \"yesterday\"",
                "end-1h:1|Not a time: \"end-1h\" has no other time to count from",
                "920808000:fast|A reading is not a number: \"fast\"",
                "920808000:0x1p3|A reading is not a number: \"0x1p3\"",
            })
    void aWrongUpdateIsNamed(String update, String message) throws IOException {
        Path store = create();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> update(store, update))
                .withMessage(message);
        assertThat(fetch(store, "1", BEGIN, END)).endsWith("920807400: nan\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DS:a:GAUGE:600:U:U|At least one RRA is needed",
                "RRA:AVERAGE:0.5:1:10|At least one DS is needed",
                "DS:a:GAUG:600:U:U RRA:AVERAGE:0.5:1:10|Not a data source: \"DS:a:GAUG:600:U:U\": the type \"GAUG\" is not one of "
                        + "GAUGE, COUNTER, DERIVE, ABSOLUTE",
                "DS:a:GAUGE:soon:U:U RRA:AVERAGE:0.5:1:10|Not a data source: \"DS:a:GAUGE:soon:U:U\": "
                        + "the heartbeat is not a number of seconds: \"soon\"",
                "DS:a:GAUGE:600:low:U RRA:AVERAGE:0.5:1:10|Not a data source: \"DS:a:GAUGE:600:low:U\": "
                        + "the minimum is not a number: \"low\"",
                "DS:a:GAUGE:600:U RRA:AVERAGE:0.5:1:10|Not a data source: \"DS:a:GAUGE:600:U\": it has 5 parts, and six are needed",
                "DS:a b:GAUGE:600:U:U RRA:AVERAGE:0.5:1:10|Neither DS nor RRA: \"b:GAUGE:600:U:U\"",
                "DS:a.b:GAUGE:600:U:U RRA:AVERAGE:0.5:1:10|Not a data source: \"DS:a.b:GAUGE:600:U:U\": "
                        + "the name \"a.b\" is not 1 to 19 letters, digits, _ or -",
                "DS:a:GAUGE:600:U:U DS:a:GAUGE:60:U:U RRA:AVERAGE:0.5:1:10|Two data sources have the name of \"DS:a:GAUGE:60:U:U\"",
                "DS:a:GAUGE:600:U:U RRA:MEDIAN:0.5:1:10|Not an archive: \"RRA:MEDIAN:0.5:1:10\": "
                        + "Not one of AVERAGE, MIN, MAX and LAST: \"MEDIAN\"",
                "DS:a:GAUGE:600:U:U RRA:AVERAGE:1.5:1:10|Not an archive: \"RRA:AVERAGE:1.5:1:10\": xff is not from 0 to below 1",
                "DS:a:GAUGE:600:U:U RRA:AVERAGE:0.5:0:10|Not an archive: \"RRA:AVERAGE:0.5:0:10\": "
                        + "the number of steps is not from 1 to 999999999: 0",
                "DS:a:GAUGE:600:U:U RRA:AVERAGE:0.5:7m:10|Not an archive: \"RRA:AVERAGE:0.5:7m:10\": "
                        + "the number of steps: 7m is not a multiple of 300 s",
            })
    void aWrongDefinitionIsNamedAndMakesNothing(String words, String message) {
        Path bad = directory.resolve("bad");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.create(bad, "now-10", "300", Arrays.asList(words.split(" "))))
                .withMessage(message);
        assertThat(bad).doesNotExist();
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        Path store = create();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.fetch(store, "MAX", "1", BEGIN, END, out))
                .withMessage("No archive keeps MAX");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fetch(store, "1", "5", "5"))
                .withMessageContaining("Bad search time");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fetch(store, "1", "end-1h", "start+1h"))
                .withMessage("Start \"end-1h\" and end \"start+1h\" name each other");
        List<String> words = List.of("DS:a:GAUGE:1:U:U", "RRA:AVERAGE:0.5:1:1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.create(store, "now-10", "300", words))
                .withMessage(store + " exists already");
        Path bad = directory.resolve("bad");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.create(bad, "now-10", "0", words))
                .withMessage("The step must be at least one second");
        assertThat(bad).doesNotExist();
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("letter"), "mine");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> R3d.create(full, "now-10", "300", words))
                .withMessage(full + " exists already");
        assertThat(full).isDirectoryContaining("glob:**letter").isDirectoryNotContaining("glob:**blocks");
        assertThatThrownBy(() -> R3d.info(bad, out))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(bad + ": not an r3d database");
        assertThat(bad).doesNotExist();
    }
}
