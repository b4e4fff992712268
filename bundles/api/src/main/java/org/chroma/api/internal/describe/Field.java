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
        Shape shape,
        String help,
        boolean readOnly,
        Set<Lookup> lookups,
        boolean ordered,
        boolean detailOnly,
        Function<T, @Nullable Object> value) {

    /** A field that is never null and that only Chroma changes. */
    public static <T> Field<T> of(String name, Shape shape, String help, Function<T, @Nullable Object> value) {
        return new Field<>(name, shape, help, true, Set.of(), false, false, value);
    }

    public static <T> Field<T> text(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Shape.of(Type.STRING), help, value);
    }

    public static <T> Field<T> integer(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Shape.of(Type.INTEGER), help, value);
    }

    public static <T> Field<T> bool(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Shape.of(Type.BOOLEAN), help, value);
    }

    public static <T> Field<T> time(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Shape.of(Type.DATETIME), help, value);
    }

    /** The address of another resource. */
    public static <T> Field<T> related(String name, String help, Function<T, @Nullable Object> value) {
        return of(name, Shape.address(), help, value);
    }

    public static <T> Field<T> list(String name, Shape items, String help, Function<T, @Nullable Object> value) {
        return of(name, Shape.list(items), help, value);
    }

    /** Values of one shape under names that are free. */
    public static <T> Field<T> dict(String name, Shape values, String help, Function<T, @Nullable Object> value) {
        return of(name, Shape.dict(values), help, value);
    }

    public Type type() {
        return shape.type();
    }

    public boolean nullable() {
        return shape.nullable();
    }

    public Field<T> orNull() {
        return new Field<>(name, shape.orNull(), help, readOnly, lookups, ordered, detailOnly, value);
    }

    /** Callers may change it, or give it for a new object. */
    public Field<T> writable() {
        return new Field<>(name, shape, help, false, lookups, ordered, detailOnly, value);
    }

    public Field<T> filtered(Lookup... by) {
        EnumSet<Lookup> all = EnumSet.of(Lookup.EXACT, by);
        return new Field<>(name, shape, help, readOnly, Set.copyOf(all), ordered, detailOnly, value);
    }

    public Field<T> sortable() {
        return new Field<>(name, shape, help, readOnly, lookups, true, detailOnly, value);
    }

    public Field<T> onlyInDetail() {
        return new Field<>(name, shape, help, readOnly, lookups, ordered, true, value);
    }
}
