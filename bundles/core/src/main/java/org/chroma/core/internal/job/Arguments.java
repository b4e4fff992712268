package org.chroma.core.internal.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chroma.core.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of plain jobs: numbers of objects, or their resource addresses, alone or in lists. */
public final class Arguments {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern ADDRESS = Pattern.compile("/api/[a-z_]+/(\\d{1,18})/?");

    private Arguments() {}

    /** Arguments as they are stored: each a JSON number or list of numbers. */
    public static Map<String, String> store(Map<String, Object> given) {
        Map<String, String> stored = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (value instanceof Collection<?> many) {
                List<Long> numbers = new ArrayList<>();
                many.forEach(one -> numbers.add(number(name, one)));
                stored.put(name, numbers.toString());
            } else {
                stored.put(name, String.valueOf(number(name, value)));
            }
        });
        return stored;
    }

    static long number(Map<String, String> arguments, String name) {
        String value = arguments.get(name);
        if (value == null) {
            throw wrong(name, "This field is mandatory");
        }
        return number(name, value);
    }

    /** Null where the argument is missing. */
    static @Nullable List<Long> numbers(Map<String, String> arguments, String name) {
        String value = arguments.get(name);
        if (value == null) {
            return null;
        }
        List<Long> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(value);
        while (matcher.find()) {
            numbers.add(Long.valueOf(matcher.group()));
        }
        return numbers;
    }

    private static long number(String name, @Nullable Object value) {
        if (value instanceof Number number && number.doubleValue() == number.longValue() && number.longValue() > 0) {
            return number.longValue();
        }
        if (value instanceof String text) {
            if (NUMBER.matcher(text).matches()) {
                return Long.parseLong(text);
            }
            Matcher address = ADDRESS.matcher(text);
            if (address.matches()) {
                return Long.parseLong(address.group(1));
            }
        }
        throw wrong(name, "Must be the number or address of an object");
    }

    /** A job's argument is wrong. */
    static InvalidRequestException wrong(String name, String message) {
        return new InvalidRequestException(Map.of("args", Map.of(name, List.of(message))));
    }
}
