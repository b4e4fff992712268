package org.chroma.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.StatisticsException.Fault;
import org.chroma.statistics.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryClientTest {
    private final FakeEndpoint fake = new FakeEndpoint();
    private long nanos;
    private final QueryClient client = new QueryClient(
            Endpoint.of("read.url", fake.url() + "/prometheus/", Options.config(Map.of())), () -> nanos);

    @AfterEach
    void stop() {
        fake.close();
    }

    private static Axis hour() {
        Instant begin = Instant.ofEpochSecond(1_600_000_000);
        return Axis.of(Window.step(begin, begin.plusSeconds(3_600), Duration.ZERO), 10);
    }

    private void ask(QueryClient.Line line) {
        Axis axis = hour();
        client.range("up", axis, axis.count(), line);
    }

    private StatisticsException failure() {
        try {
            ask((labels, times, values) -> {});
        } catch (StatisticsException e) {
            return e;
        }
        throw new AssertionError("nothing failed");
    }

    @Test
    void answersAreReadInWhateverOrderTheirFieldsCome() {
        fake.behaviour = request -> FakeEndpoint.Answer.of(200, """
                {"data": {"result": [
                    {"values": [[1600000010, "1.5"], [1600000020.25, "+Inf"], [1600000030, "NaN"]], "metric": {"entity": "a"}},
                    {"metric": {"entity": "b", "x": "y"}, "extra": {"values": [1]}, "values": [[1600000010, "1e-3"]]}
                  ], "resultType": "matrix"}, "warnings": ["[}"], "status": "success"}""");
        List<String> seen = new ArrayList<>();
        ask((labels, times, values) -> {
            for (int i = 0; i < times.length; i++) {
                seen.add(labels.get("entity") + " " + times[i] + " " + values[i]);
            }
        });
        assertThat(seen)
                .containsExactly(
                        "a 1600000010000 1.5",
                        "a 1600000020250 Infinity",
                        "a 1600000030000 NaN",
                        "b 1600000010000 0.001");
        assertThat(fake.requests).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/prometheus/api/v1/query_range");
            assertThat(request.text().split("&"))
                    .containsExactlyInAnyOrder("query=up", "start=1600000010", "end=1600003600", "step=10");
        });
    }

    @Test
    void longWindowsAreAskedForInParts() {
        fake.behaviour = request -> FakeEndpoint.Answer.of(200, "{\"data\":{\"result\":[]}}");
        Instant begin = Instant.ofEpochSecond(0);
        Axis axis = Axis.of(Window.step(begin, begin.plusSeconds(250_000), Duration.ZERO), 10);
        client.range("up", axis, axis.count(), (labels, times, values) -> {});
        assertThat(fake.requests)
                .extracting(FakeEndpoint.Request::text)
                .satisfiesExactly(
                        text -> assertThat(text).contains("start=10", "end=100000"),
                        text -> assertThat(text).contains("start=100010", "end=200000"),
                        text -> assertThat(text).contains("start=200010", "end=250000"));
    }

    @Test
    void anEndpointThatIsAwayIsSaidToBeAndNotWaitedForAgainAtOnce() {
        fake.close();
        StatisticsException failure = failure();
        assertThat(failure.fault()).isEqualTo(Fault.UNAVAILABLE);
        assertThat(failure).hasMessageContaining(fake.url()).hasMessageContaining("refused");
        assertThat(failure().getCause()).as("the second comes from memory").isNull();
        nanos += TimeUnit.SECONDS.toNanos(6);
        assertThat(failure().getCause()).isNotNull();
    }

    @Test
    void refusalsSayWhoseFaultTheyAre() {
        fake.behaviour = request -> FakeEndpoint.Answer.of(400, "{\"error\":\"parse error\"}");
        assertThat(failure().fault()).isEqualTo(Fault.SERVER);
        assertThat(failure()).hasMessageContaining("parse error");
        fake.behaviour = request -> FakeEndpoint.Answer.of(401, "Bearer xyz is wrong");
        assertThat(failure().fault()).isEqualTo(Fault.UNAVAILABLE);
        assertThat(failure()).hasMessageContaining("Chroma is not authorised").hasMessageNotContaining("xyz");
        fake.behaviour = request -> FakeEndpoint.Answer.of(503, "starting");
        assertThat(failure().fault()).isEqualTo(Fault.UNAVAILABLE);
    }

    @Test
    void whatIsNoAnswerIsSaidToBeNone() {
        for (String body : List.of("<html>hello</html>", "[]", "{\"data\":{\"result\":[{\"values\":[[1,2]]}]}}")) {
            nanos += TimeUnit.SECONDS.toNanos(6);
            fake.behaviour = request -> FakeEndpoint.Answer.of(200, body);
            assertThatThrownBy(() -> ask((labels, times, values) -> {}))
                    .isInstanceOf(StatisticsException.class)
                    .hasMessageContaining(fake.url());
        }
    }
}
