package org.chroma.api.internal.describe;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One field of a resource.
 *
 * @param value what it holds in an answer: text, number, boolean, instant, list or map
 * @param lookups how lists can be filtered by it
 * @param ordered whether lists can be ordered by it
 * @param detailOnly whether it is left out of lists, because it is large
 */
public record Field<T>(
        String name,
        Type type,
        String help,
        boolean nullable,
        boolean readOnly,
        Set<Lookup> lookups,
        boolean ordered,
        boolean detailOnly,
        Function<T, @Nullable Object> value) {

    /** A field that is never null and that only Chroma changes. */
    public static <T> Field<T> of(String name, Type type, String help, Function<T, @Nullable Object> value) {
        return new Field<>(name, type, help, false, true, Set.of(), false, false, value);
    }

    public static <T> Field<T> text(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Type.STRING, help, value);
    }

    public static <T> Field<T> integer(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Type.INTEGER, help, value);
    }

    public static <T> Field<T> bool(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Type.BOOLEAN, help, value);
    }

    public static <T> Field<T> time(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Type.DATETIME, help, value);
    }

    public static <T> Field<T> related(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Type.RELATED, help, value);
    }

    public static <T> Field<T> list(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Type.LIST, help, value);
    }

    public static <T> Field<T> dict(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Type.DICT, help, value);
    }

    public Field<T> orNull() {
        return new Field<>(name, type, help, true, readOnly, lookups, ordered, detailOnly, value);
    }

    /** Callers may change it, or give it for a new object. */
    public Field<T> writable() {
        return new Field<>(name, type, help, nullable, false, lookups, ordered, detailOnly, value);
    }

    public Field<T> filtered(Lookup... by) {
        EnumSet<Lookup> all = EnumSet.of(Lookup.EXACT, by);
        return new Field<>(name, type, help, nullable, readOnly, Set.copyOf(all), ordered, detailOnly, value);
    }

    public Field<T> sortable() {
        return new Field<>(name, type, help, nullable, readOnly, lookups, true, detailOnly, value);
    }

    public Field<T> onlyInDetail() {
        return new Field<>(name, type, help, nullable, readOnly, lookups, ordered, true, value);
    }
}
