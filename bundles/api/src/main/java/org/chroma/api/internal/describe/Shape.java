package org.chroma.api.internal.describe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a value looks like, down to its parts.
 *
 * @param items of a list: each of its items; of a dictionary whose names are free: each of its values
 * @param members of a dictionary whose names are known: its values by name; empty of any other
 * @param resource where the value is another resource in full: the name of that resource
 */
public record Shape(
        Type type,
        boolean nullable,
        @Nullable Shape items,
        Map<String, Shape> members,
        @Nullable String resource) {

    public static Shape of(Type type) {
        return new Shape(type, false, null, Map.of(), null);
    }

    public static Shape text() {
        return of(Type.STRING);
    }

    /** The address of another resource. */
    public static Shape address() {
        return of(Type.RELATED);
    }

    /** Another resource itself. */
    public static Shape full(Description<?> resource) {
        return new Shape(Type.RELATED, false, null, Map.of(), resource.name());
    }

    public static Shape list(Shape items) {
        return new Shape(Type.LIST, false, items, Map.of(), null);
    }

    /** A dictionary with any names. */
    public static Shape dict(Shape values) {
        return new Shape(Type.DICT, false, values, Map.of(), null);
    }

    /** A dictionary that always has the same names. */
    public static Shape object() {
        return new Shape(Type.DICT, false, null, Map.of(), null);
    }

    /** The same with one name more. */
    public Shape member(String name, Shape value) {
        Map<String, Shape> all = new LinkedHashMap<>(members);
        all.put(name, value);
        return new Shape(type, nullable, items, all, resource);
    }

    public Shape orNull() {
        return new Shape(type, true, items, members, resource);
    }

    /** As schemas say it. */
    Map<String, Object> described() {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", type.word());
        described.put("nullable", nullable);
        if (items != null) {
            described.put("items", items.described());
        }
        if (!members.isEmpty()) {
            Map<String, Object> parts = new LinkedHashMap<>();
            members.forEach((name, shape) -> parts.put(name, shape.described()));
            described.put("members", parts);
        }
        if (resource != null) {
            described.put("resource", resource);
        }
        return described;
    }
}
