package org.chroma.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Reads points in time. A clock that is wrong is a clock all the same, but what no machine's clock can show is refused:
 * nobody could reckon with it.
 */
final class TimeReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1;
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    /** What is expected. */
    static final String EXPECTED = "a time from 1970 to 2099, such as \"2026-01-31T12:00:00Z\"";

    TimeReader() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw context.wrongTokenException(parser, Instant.class, JsonToken.VALUE_STRING, EXPECTED);
        }
        String text = parser.getText();
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(FIRST) && time.isBefore(END)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Is told below.
        }
        throw context.weirdStringException(text, Instant.class, EXPECTED);
    }
}
