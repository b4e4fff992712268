package org.chroma.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Numbers as people read them: binary prefixes for bytes, decimal ones for counts. */
final class Units {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P", "E"};

    private Units() {}

    static String bytes(JsonNode value) {
        return value.isNumber() ? scaled(value.asDouble(), 1024, BINARY) : "---";
    }

    /** Free of total. */
    static String share(JsonNode free, JsonNode total, boolean bytes) {
        if (!free.isNumber() || !total.isNumber()) {
            return "---";
        }
        return bytes
                ? bytes(free) + "/" + bytes(total)
                : scaled(free.asDouble(), 1000, DECIMAL) + "/" + scaled(total.asDouble(), 1000, DECIMAL);
    }

    private static String scaled(double value, int base, String[] prefixes) {
        int power = 0;
        double scaled = value;
        while (scaled >= base && power < prefixes.length - 1) {
            scaled /= base;
            power++;
        }
        String number =
                power == 0 ? String.format(Locale.ROOT, "%.0f", scaled) : String.format(Locale.ROOT, "%.1f", scaled);
        return number + prefixes[power];
    }
}
