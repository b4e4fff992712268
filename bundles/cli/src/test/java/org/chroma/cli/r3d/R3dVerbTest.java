package org.chroma.cli.r3d;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chroma.cli.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code chroma r3d …}: needs no manager. */
class R3dVerbTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String store = "";

    @BeforeEach
    void create() {
        store = directory.resolve("load.r3d").toString();
        assertThat(r3d("create STORE --start 1000000000 --step=10 DS:load:GAUGE:20:0:U RRA:AVERAGE:0.5:1:1h"))
                .as(this::err)
                .isZero();
    }

    @Test
    void goesTheWholeWay() throws Exception {
        assertThat(r3d("update STORE 1000000010:1 1000000020:2.5 1000000030:U")).isZero();
        assertThat(out()).isEmpty();
        assertThat(r3d("fetch STORE AVERAGE -s 1000000000 -e 1000000029")).isZero();
        String rows = out();
        assertThat(rows.lines().skip(2))
                .containsExactly("1000000010: 1.0000000000e+00", "1000000020: 2.5000000000e+00", "1000000030: nan");
        assertThat(r3d("info STORE")).isZero();
        assertThat(out()).contains("step = 10", "ds[load].type = \"GAUGE\"", "rra[0].rows = 360");

        String dump = directory.resolve("dump").toString();
        assertThat(r3d("dump STORE " + dump)).isZero();
        assertThat(out()).isEmpty();
        assertThat(r3d("dump STORE")).isZero();
        assertThat(out()).startsWith("r3d dump 1\n").endsWith("end\n");
        String copy = directory.resolve("copy").toString();
        assertThat(r3d("load " + copy + " " + dump)).isZero();
        assertThat(r3d("fetch " + copy + " AVERAGE -s 1000000000 -e 1000000029"))
                .isZero();
        assertThat(out()).isEqualTo(rows);
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create NEW DS:a:GAUG:20:U:U RRA:AVERAGE:0.5:1:9|2|the type \"GAUG\" is not one of GAUGE, COUNTER",
                "create NEW --start soon DS:a:GAUGE:20:U:U RRA:AVERAGE:0.5:1:9|2|Not a time: \"soon\"",
                "create STORE DS:a:GAUGE:20:U:U RRA:AVERAGE:0.5:1:9|2|load.r3d exists already",
                "update STORE 5:1|2|\"5:1\": Bad update time: it is less than a second after the last update, 1000000000",
                "update STORE today:1|2|Not a time: \"today\"",
                "update STORE N:1:2|2|\"N:1:2\" has 2 values for 1 data sources",
                "update STORE N:x|2|A reading is not a number: \"x\"",
                "fetch STORE MEDIAN|2|Not one of AVERAGE, MIN, MAX and LAST: \"MEDIAN\"",
                "fetch STORE MAX|2|No archive keeps MAX",
                "fetch STORE AVERAGE --end 1y|2|Not a time: \"1y\"",
                "info NEW|1|new: not an r3d database",
                "load NEW absent|1|absent: there is no such file",
                "dump STORE STORE|1|load.r3d: exists already",
            })
    void saysInOneLineWhatIsWrong(String line, int exit, String message) {
        assertThat(r3d(line)).isEqualTo(exit);
        assertThat(err()).contains(message).containsOnlyOnce("\n").endsWith("\n");
        assertThat(out()).isEmpty();
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void refusesAFileThatIsNoDump() throws Exception {
        Path file = Files.writeString(directory.resolve("letter"), "Dear all\n");
        assertThat(r3d("load NEW " + file)).isEqualTo(2);
        assertThat(err()).isEqualTo("What is to be loaded is not an r3d dump\n");
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void helpTellsTheWords() {
        assertThat(r3d("create --help")).isZero();
        assertThat(out())
                .contains("DS:NAME:TYPE:HEARTBEAT:MIN:MAX", "RRA:FUNCTION:XFF:STEPS:ROWS", "COUNTER", "--step");
    }

    private int r3d(String line) {
        out.reset();
        err.reset();
        String[] words = ("r3d "
                        + line.replace("STORE", store)
                                .replace("NEW", directory.resolve("new").toString()))
                .split(" ");
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
