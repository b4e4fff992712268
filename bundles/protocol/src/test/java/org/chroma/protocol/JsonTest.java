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

    record Everything(
            boolean on,
            long number,
            double share,
            Instant at,
            Colour colour,
            List<String> words,
            Map<String, Part> parts,
            Map<String, @Nullable String> gaps) {}

    private static final String WHOLE = """
            {"on": true, "number": 1, "share": 0.5, "at": "2026-01-02T03:04:05Z", "colour": "RED", "words": ["a"], \
            "parts": {}, "gaps": {"x": null}}""";

    /** Every sentence is for anyone who sent the document, who has not seen the program. */
    @Test
    void faultsAreToldInWordsWithTheirPlace() throws Exception {
        RecordType<Everything> type = RecordType.strict("everything", Everything.class);
        assertThat(type.read(WHOLE.getBytes(UTF_8)).gaps()).containsEntry("x", null);
        String time = "a time from 1970 to 2099, such as \"2026-01-31T12:00:00Z\"";
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("[]", "everything must be an object");
        faults.put("7", "everything must be an object");
        faults.put("", "everything is empty");
        faults.put(WHOLE + "{}", "everything is followed by something else");
        faults.put(WHOLE.replace("true", "\"yes\""), "everything.on must be true or false");
        faults.put(WHOLE.replace("true", "null"), "everything.on must not be null");
        faults.put(WHOLE.replace("1,", "{},"), "everything.number must be a whole number in its range");
        faults.put(WHOLE.replace("1,", "9999999999999999999,"), "everything.number is a number out of range");
        faults.put(WHOLE.replace("0.5", "\"much\""), "everything.share must be a number");
        faults.put(WHOLE.replace("2026-01-02T03:04:05Z", "x"), "everything.at must be " + time);
        faults.put(WHOLE.replace("2026-01", "-1000000000-01"), "everything.at must be " + time);
        faults.put(WHOLE.replace("2026-01", "+1000000000-01"), "everything.at must be " + time);
        faults.put(WHOLE.replace("2026-01", "2126-01"), "everything.at must be " + time);
        faults.put(WHOLE.replace("\"2026-01-02T03:04:05Z\"", "5"), "everything.at must be " + time);
        faults.put(WHOLE.replace("\"RED\"", "\"GREEN\""), "everything.colour must be one of RED");
        faults.put(WHOLE.replace("[\"a\"]", "{}"), "everything.words must be a list");
        faults.put(WHOLE.replace("[\"a\"]", "[\"a\", 1]"), "everything.words[1] must be text");
        faults.put(WHOLE.replace("[\"a\"]", "[null]"), "everything.words[0] must not be null");
        faults.put(WHOLE.replace("{}", "[]"), "everything.parts must be an object");
        faults.put(WHOLE.replace("{}", "{\"p\": null}"), "everything.parts.p must not be null");
        faults.put(WHOLE.replace("{}", "{\"p\": {}}"), "everything.parts.p.name is missing");
        faults.put(WHOLE.replace("\"on\": true, ", ""), "everything.on is missing");
        faults.put(
                WHOLE.replace("\"on\"", "\"off\": 1, \"on\""),
                "everything.off is unknown; the fields are at, colour, gaps, number, on, parts, share, words");
        faults.put("{", "everything is not readable: it ends too early at line 1, column 2");
        faults.put(
                WHOLE.replace("0.5", "NaN"),
                "everything is not readable: Non-standard token 'NaN' at line 1, column 39");
        faults.put("[".repeat(2_000), "everything must be an object");
        faults.forEach((json, sentence) -> assertThatThrownBy(() -> type.read(json.getBytes(UTF_8)), json)
                .isInstanceOf(ProtocolException.class)
                .hasMessage(sentence));
    }

    @Test
    void aReportWithHolesSaysWhere() {
        String report = """
                {"session": null, "sequence": 0, "fqdn": "a", "startedAt": "2026-01-02T03:04:05Z", \
                "sentAt": "2026-01-02T03:04:05Z", "scans": {}, "unchanged": {}, "errors": {}, "bundles": [], "actions": []}""";
        Map<String, String> faults = faults(
                report.replace("\"scans\": {}", "\"scans\": {\"x\": null}"), "Report.scans.x must not be null",
                report.replace("\"errors\": {}", "\"errors\": {\"x\": null}"), "Report.errors.x must not be null",
                report.replace("\"actions\": []", "\"actions\": [null]"), "Report.actions[0] must not be null");
        faults.forEach((json, sentence) -> assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8), Report.class), json)
                .hasMessage(sentence));
        assertThatThrownBy(() -> Json.read("[]".getBytes(UTF_8), CertificateOrder.class))
                .hasMessage("CertificateOrder must be an object");
        assertThatThrownBy(() -> Json.read("{\"token\":1}".getBytes(UTF_8), CertificateOrder.class))
                .hasMessage("CertificateOrder.token must be text");
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
