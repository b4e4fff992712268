package org.chroma.api.internal.describe;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A query parameter of a list that is no field.
 *
 * @param choose makes a condition of the parameter's values; an IllegalArgumentException says in words what is wrong
 */
public record Filter<T>(String name, String help, Function<List<String>, Predicate<T>> choose) {

    /** A parameter with one value; of several the last counts. */
    public static <T> Filter<T> single(String name, String help, Function<String, Predicate<T>> choose) {
        return new Filter<>(name, help, values -> choose.apply(values.get(values.size() - 1)));
    }

    /** The number that a parameter holds. */
    public static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("A number is expected");
        }
        return Long.parseLong(text);
    }

    /** The truth that a parameter holds. */
    public static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException("true or false is expected");
        };
    }
}
