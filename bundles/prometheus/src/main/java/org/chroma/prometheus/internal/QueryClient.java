package org.chroma.prometheus.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.StatisticsException.Fault;
import org.jspecify.annotations.Nullable;

/** Asks the HTTP API that Prometheus, VictoriaMetrics and Mimir have in common. */
final class QueryClient {
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");

    /** Prometheus gives no more points of a series in one answer than 11000. */
    private static final int MOST_POINTS = 10_000;

    /** For so long after an endpoint did not answer, nobody waits for it again: a page asks many questions. */
    private static final Duration AWAY = Duration.ofSeconds(5);

    /** Takes one line of an answer: the samples of one set of labels. */
    @FunctionalInterface
    interface Line {
        /**
         * One series of the answer.
         *
         * @param times milliseconds since 1970, ascending
         */
        void accept(Map<String, String> labels, long[] times, double[] values);
    }

    private final Endpoint endpoint;
    private final LongSupplier nanos;
    private final JsonFactory json = new JsonFactory();

    private record Away(long until, String message) {}

    private volatile @Nullable Away away;

    QueryClient(Endpoint endpoint, LongSupplier nanos) {
        this.endpoint = endpoint;
        this.nanos = nanos;
    }

    /**
     * Evaluates an expression at each row of an axis.
     *
     * @param rows how many of the axis' rows are wanted, from its first on
     */
    void range(String query, Axis axis, int rows, Line line) {
        for (int from = 0; from < rows; from += MOST_POINTS) {
            int last = Math.min(rows, from + MOST_POINTS) - 1;
            ask(
                    "/api/v1/query_range",
                    Map.of(
                            "query", query,
                            "start", Long.toString(axis.time(from)),
                            "end", Long.toString(axis.time(last)),
                            "step", Long.toString(axis.step())),
                    line);
        }
    }

    /**
     * Reads the samples that a selector with a window chooses.
     *
     * @param seconds end of the window, since 1970
     */
    void samples(String query, long seconds, Line line) {
        ask("/api/v1/query", Map.of("query", query, "time", Long.toString(seconds)), line);
    }

    private void ask(String path, Map<String, String> parameters, Line line) {
        Away known = away;
        if (known != null && nanos.getAsLong() - known.until < 0) {
            throw new StatisticsException(Fault.UNAVAILABLE, known.message);
        }
        StringBuilder form = new StringBuilder();
        parameters.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        try {
            HttpResponse<InputStream> response =
                    endpoint.post(path, HEADERS, form.toString().getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = response.body()) {
                int status = response.statusCode();
                if (status != 200) {
                    throw refusal(status, Endpoint.text(in));
                }
                away = null;
                read(in, line);
            }
        } catch (IOException e) {
            throw away("History cannot be read from %s: %s".formatted(endpoint, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StatisticsException(Fault.UNAVAILABLE, "Reading history was interrupted", e);
        }
    }

    private StatisticsException away(String message, IOException cause) {
        away = new Away(nanos.getAsLong() + AWAY.toNanos(), message);
        return new StatisticsException(Fault.UNAVAILABLE, message, cause);
    }

    private StatisticsException refusal(int status, String text) {
        if (status == 401 || status == 403) {
            return new StatisticsException(
                    Fault.UNAVAILABLE,
                    "History cannot be read from %s: Chroma is not authorised (status %d)".formatted(endpoint, status));
        }
        if (status / 100 == 5 || status == 404 || status == 429) {
            return new StatisticsException(
                    Fault.UNAVAILABLE,
                    "History cannot be read from %s: status %d: %s".formatted(endpoint, status, text));
        }
        return new StatisticsException(
                Fault.SERVER, "%s rejected a query: status %d: %s".formatted(endpoint, status, text));
    }

    // ---- {"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {…}, "values": [[time,
    // "value"], …]}]}}

    private void read(InputStream in, Line line) throws IOException {
        try (JsonParser parser = json.createParser(in)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean data = parser.currentName().equals("data");
                parser.nextToken();
                if (data) {
                    data(parser, line);
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private static void data(JsonParser parser, Line line) throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean result = parser.currentName().equals("result");
            JsonToken value = parser.nextToken();
            if (result) {
                expect(value, JsonToken.START_ARRAY);
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    line(parser, line);
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void line(JsonParser parser, Line line) throws IOException {
        Map<String, String> labels = new HashMap<>();
        long[] times = new long[64];
        double[] values = new double[64];
        int count = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("metric")) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String label = parser.currentName();
                    labels.put(label, parser.nextTextValue());
                }
            } else if (name.equals("values")) {
                while (parser.nextToken() == JsonToken.START_ARRAY) {
                    if (count == times.length) {
                        times = Arrays.copyOf(times, count * 2);
                        values = Arrays.copyOf(values, count * 2);
                    }
                    parser.nextToken();
                    times[count] = Math.round(parser.getDoubleValue() * 1_000);
                    expect(parser.nextToken(), JsonToken.VALUE_STRING);
                    values[count] = number(parser.getText());
                    count++;
                    expect(parser.nextToken(), JsonToken.END_ARRAY);
                }
            } else {
                parser.skipChildren();
            }
        }
        line.accept(labels, Arrays.copyOf(times, count), Arrays.copyOf(values, count));
    }

    private static double number(String text) throws IOException {
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new IOException("not a number in the answer: " + text, e);
        }
    }

    private static void expect(@Nullable JsonToken is, JsonToken wanted) throws IOException {
        if (is != wanted) {
            throw new IOException("the answer is not that of the query API: " + is + " instead of " + wanted);
        }
    }
}
