package org.chroma.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chroma.spi.Action;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {

    enum Colour {
        RED
    }

    record Part(String name, @Nullable String comment, double value, Instant at, Colour colour) {}

    record Scan(List<Part> parts, Map<String, Long> counts) {}

    record Blink(String device, int times, @Nullable String colour) implements Action<Scan> {}

    record Forget() implements Action<Void> {}

    @Test
    void recordsOfPluginsComeBackEqual() throws Exception {
        var type = RecordType.tolerant("scan", Scan.class);
        Scan scan = new Scan(
                List.of(new Part("a", null, Double.NaN, Instant.parse("2026-01-02T03:04:05.678901Z"), Colour.RED)),
                Map.of("n", Long.MAX_VALUE));

        assertThat(type.read(type.write(scan))).isEqualTo(scan);
        assertThat(new String(type.writeBytes(scan), UTF_8)).contains("\"2026-01-02T03:04:05.678901Z\"");
    }

    @Test
    void aReportKeepsItsScans() throws Exception {
        var type = RecordType.tolerant("scan", Scan.class);
        Scan scan = new Scan(List.of(), Map.of("n", 1L));
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        Report report = new Report(
                null,
                0,
                "oss1.example.com",
                now,
                now,
                Map.of("x", new Report.Scan(now, type.write(scan))),
                Map.of(),
                Map.of("y", "broken"),
                List.of(),
                List.of("blink"));

        Report read = Json.read(Json.write(report), Report.class);

        assertThat(read.session()).isNull();
        assertThat(type.read(read.scans().values().iterator().next().data())).isEqualTo(scan);
        assertThat(read.errors()).containsExactly(Map.entry("y", "broken"));
    }

    @Test
    void messagesTolerateWhatTheyDoNotKnow() throws Exception {
        assertThat(Json.read("{\"message\":\"no\",\"new\":[1]}".getBytes(UTF_8), Refusal.class))
                .isEqualTo(new Refusal("no"));
    }

    @Test
    void actionsAreStrictAndSayWhatIsWrong() throws Exception {
        var blink = ActionType.of(Blink.class);
        assertThat(blink.name()).isEqualTo("blink");
        assertThat(blink.readArguments("{\"device\":\"/dev/sda\",\"times\":3}".getBytes(UTF_8)))
                .isEqualTo(new Blink("/dev/sda", 3, null));

        Map<String, String> faults = faults(
                "{\"times\":3}", "device",
                "{\"device\":null,\"times\":3}", "device",
                "{\"device\":\"a\"}", "times",
                "{\"device\":\"a\",\"times\":3,\"shell\":\"x\"}", "shell",
                "{\"device\":7,\"times\":3}", "device",
                "{\"device\":\"a\",\"times\":\"3\"}", "times",
                "{\"device\":\"a\",\"times\":1.5}", "times",
                "{\"device\":\"a\",\"device\":\"b\",\"times\":1}", "device",
                "{\"device\":\"a\",\"times\":3} x", "not readable",
                "null", "blink is empty",
                "", "blink");
        faults.forEach((json, names) -> assertThatThrownBy(() -> blink.readArguments(json.getBytes(UTF_8)), json)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(names));
    }

    private static Map<String, String> faults(String... pairs) {
        Map<String, String> faults = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            faults.put(pairs[i], pairs[i + 1]);
        }
        return faults;
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        assertThatThrownBy(() -> Json.read(("{\"message\":\"x\",\"y\":" + deep + "}").getBytes(UTF_8), Refusal.class))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void anActionWithoutAnswerAnswersNull() throws Exception {
        var forget = ActionType.of(new Forget());
        assertThat(new String(forget.writeArguments(new Forget()), UTF_8)).isEqualTo("{}");
        assertThat(forget.readAnswer(forget.writeAnswer(null))).isNull();
        assertThatThrownBy(() -> ActionType.of(Blink.class).readAnswer(forget.writeAnswer(null)))
                .hasMessageContaining("answer of blink is missing");
    }
}
