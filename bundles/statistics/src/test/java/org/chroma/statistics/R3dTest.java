package org.chroma.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class R3dTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int r3d(InputStream in, String... words) {
        out.reset();
        err.reset();
        return R3d.run(
                List.of(words),
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private int r3d(String... words) {
        return r3d(InputStream.nullInputStream(), words);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String create(Path directory) {
        String store = directory.resolve("load.r3d").toString();
        assertThat(r3d(
                        "create",
                        store,
                        "--start",
                        "920804400",
                        "DS:speed:COUNTER:600:U:U",
                        "RRA:AVERAGE:0.5:1:24",
                        "RRA:AVERAGE:0.5:6:10"))
                .as(() -> err.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(r3d(
                        "update",
                        store,
                        "920804700:12345",
                        "920805000:12357",
                        "920805300:12363",
                        "920805600:12363",
                        "920805900:12363"))
                .isZero();
        assertThat(r3d("update", store, "920806200:12373", "920806500:12383", "920806800:12393", "920807100:12399"))
                .isZero();
        return store;
    }

    /** The first example of rrdtool's tutorial, with the output that rrdtool prints. */
    @Test
    void tutorial(@TempDir Path directory) {
        String store = create(directory);
        assertThat(r3d("fetch", store, "AVERAGE", "--start", "920804400", "--end", "920807100"))
                .isZero();
        assertThat(out()).isEqualTo("""
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
        assertThat(r3d("fetch", store, "AVERAGE", "--resolution", "1800", "--start", "920804400", "--end", "920807100"))
                .isZero();
        assertThat(out()).contains("920806200: ").contains("920808000: nan");
        assertThat(r3d("info", store)).isZero();
        assertThat(out()).contains("last_update = 920807100").contains("ds[speed].last_ds = 12399.0");
    }

    @Test
    void aDumpLoadsAsTheSameDatabase(@TempDir Path directory) {
        String store = create(directory);
        assertThat(r3d("dump", store)).isZero();
        byte[] dump = out.toByteArray();
        String copy = directory.resolve("copy.r3d").toString();
        assertThat(r3d(new ByteArrayInputStream(dump), "load", copy)).isZero();
        assertThat(r3d("fetch", store, "AVERAGE", "--start", "920804400", "--end", "920807100"))
                .isZero();
        String original = out();
        assertThat(r3d("fetch", copy, "AVERAGE", "--start", "920804400", "--end", "920807100"))
                .isZero();
        assertThat(out()).isEqualTo(original);
        assertThat(r3d("update", copy, "920807400:12400")).isZero();
        assertThat(r3d(
                        new ByteArrayInputStream(dump, 0, dump.length - 5),
                        "load",
                        directory.resolve("c").toString()))
                .isEqualTo(2);
    }

    @Test
    void whatIsWrongIsNamed(@TempDir Path directory) throws IOException {
        String store = create(directory);
        assertThat(r3d("update", store, "920807000:1")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Bad update time");
        assertThat(r3d("update", store, "920808000:1:2")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Bad update string");
        assertThat(r3d("fetch", store, "MAX")).isEqualTo(2);
        assertThat(r3d("fetch", store, "AVERAGE", "--start", "5", "--end", "5")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Bad search time");
        assertThat(r3d("create", store, "DS:a:GAUGE:1:U:U", "RRA:AVERAGE:0.5:1:1"))
                .isEqualTo(2);
        for (List<String> words : List.of(
                List.of("DS:a:GAUGE:600:U:U"),
                List.of("RRA:AVERAGE:0.5:1:10"),
                List.of("DS:a:GAUG:600:U:U", "RRA:AVERAGE:0.5:1:10"),
                List.of("DS:a:GAUGE:600:U:U", "RRA:AVERAGE:1.5:1:10"),
                List.of("DS:a:GAUGE:600:U:U", "RRA:AVERAGE:0.5:0:10"),
                List.of("--step", "0", "DS:a:GAUGE:600:U:U", "RRA:AVERAGE:0.5:1:10"))) {
            Path bad = directory.resolve("bad");
            List<String> all = new java.util.ArrayList<>(List.of("create", bad.toString()));
            all.addAll(words);
            assertThat(r3d(all.toArray(String[]::new))).as("%s", words).isEqualTo(2);
            assertThat(Files.exists(bad)).as("%s", words).isFalse();
        }
    }
}
