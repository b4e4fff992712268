package org.chroma.prometheus.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends requests as remote write 1.0 wants it. */
final class HttpDelivery implements Delivery {
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "application/x-protobuf",
            "Content-Encoding", "snappy",
            "X-Prometheus-Remote-Write-Version", "0.1.0");

    /**
     * Answers that say nothing of the samples: who asks is not let in, or not yet, or the URL is wrong. An
     * administrator will put that right, and until then nothing is to be lost.
     */
    private static final Set<Integer> NOT_THE_SAMPLES = Set.of(401, 402, 403, 404, 405, 407, 408, 421, 425, 429);

    private final Endpoint endpoint;
    private final InstantSource clock;

    HttpDelivery(Endpoint endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    @Override
    public Answer send(byte[] body) throws InterruptedException {
        try {
            HttpResponse<InputStream> response = endpoint.post("", HEADERS, body);
            try (InputStream in = response.body()) {
                int status = response.statusCode();
                if (status / 100 == 2) {
                    return Answer.TAKEN;
                }
                String words = "status " + status + ": " + Endpoint.text(in);
                boolean refused = status / 100 == 4 && !NOT_THE_SAMPLES.contains(status);
                return new Answer(
                        refused ? Verdict.REFUSED : Verdict.LATER,
                        words,
                        response.headers()
                                .firstValue("Retry-After")
                                .map(this::pause)
                                .orElse(null));
            }
        } catch (IOException e) {
            String message = e.getMessage();
            return Answer.later(message == null ? e.toString() : message);
        }
    }

    /** Seconds, or a time in HTTP's form; null for anything else. */
    private @Nullable Duration pause(String value) {
        String text = value.strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Duration until = Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return until.isNegative() ? null : until;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
