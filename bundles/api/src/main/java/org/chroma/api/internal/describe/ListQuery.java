package org.chroma.api.internal.describe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.chroma.core.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** What a caller wants of a list: which objects, in which order, and which part of them. */
public final class ListQuery<T> {
    static final int DEFAULT_LIMIT = 20;

    private static final Set<String> GENERAL = Set.of("limit", "offset", "order_by", "format");

    private final Description<T> description;
    private final Map<String, List<String>> parameters;
    private final Map<String, List<String>> errors = new LinkedHashMap<>();
    private Predicate<T> condition = object -> true;
    private @Nullable Comparator<T> order;
    private int limit = DEFAULT_LIMIT;
    private int offset;

    private ListQuery(Description<T> description, Map<String, List<String>> parameters) {
        this.description = description;
        this.parameters = parameters;
    }

    /**
     * Reads the parameters of a request.
     *
     * @param others names of parameters that somebody else reads
     * @throws InvalidRequestException with every parameter that is unknown or wrong
     */
    public static <T> ListQuery<T> parse(
            Description<T> description, Map<String, List<String>> parameters, Set<String> others) {
        ListQuery<T> query = new ListQuery<>(description, parameters);
        parameters.forEach((name, values) -> {
            if (!others.contains(name)) {
                try {
                    query.read(name, values);
                } catch (IllegalArgumentException e) {
                    query.errors.put(name, List.of(Objects.requireNonNullElse(e.getMessage(), "Not understood")));
                }
            }
        });
        if (!query.errors.isEmpty()) {
            throw new InvalidRequestException(query.errors);
        }
        return query;
    }

    private void read(String name, List<String> values) {
        switch (name) {
            case "limit" -> limit = count(values);
            case "offset" -> offset = count(values);
            case "order_by" -> values.forEach(this::orderBy);
            case "format" -> {
                if (!values.equals(List.of("json"))) {
                    throw new IllegalArgumentException("The only format is json");
                }
            }
            default -> condition = condition.and(filter(name, values));
        }
    }

    private static int count(List<String> values) {
        long number = Filter.number(values.get(values.size() - 1));
        if (number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Too large");
        }
        return (int) number;
    }

    private void orderBy(String name) {
        boolean descending = name.startsWith("-");
        String plain = descending ? name.substring(1) : name;
        Field<T> field = description.fields().stream()
                .filter(candidate -> candidate.name().equals(plain))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no field " + plain));
        if (!field.ordered()) {
            throw new IllegalArgumentException("Lists cannot be ordered by " + plain);
        }
        Comparator<T> next = Comparator.comparing(
                object -> sortKey(field.value().apply(object)), Comparator.nullsFirst(ListQuery::compare));
        next = descending ? next.reversed() : next;
        order = order == null ? next : order.thenComparing(next);
    }

    private static @Nullable Object sortKey(@Nullable Object value) {
        return value instanceof Comparable ? value : value == null ? null : value.toString();
    }

    @SuppressWarnings("unchecked") // values of one field are of one type
    private static int compare(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private Predicate<T> filter(String name, List<String> values) {
        for (Filter<T> filter : description.filters()) {
            if (filter.name().equals(name)) {
                return filter.choose().apply(values);
            }
        }
        for (Field<T> field : description.fields()) {
            for (Lookup lookup : field.lookups()) {
                if (lookup.parameter(field.name()).equals(name)) {
                    return condition(field, lookup, values);
                }
            }
            if (name.equals(field.name()) || name.startsWith(field.name() + "__")) {
                throw new IllegalArgumentException("Lists cannot be filtered this way");
            }
        }
        throw new IllegalArgumentException("There is no such parameter");
    }

    private static <T> Predicate<T> condition(Field<T> field, Lookup lookup, List<String> values) {
        String last = values.get(values.size() - 1);
        return switch (lookup) {
            // Several values of one field mean any of them.
            case EXACT -> among(field, values);
            case IN ->
                among(
                        field,
                        values.stream()
                                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                                .toList());
            case IEXACT -> text(field, value -> value.equalsIgnoreCase(last));
            case STARTSWITH -> text(field, value -> value.startsWith(last));
            case ENDSWITH -> text(field, value -> value.endsWith(last));
            case CONTAINS -> text(field, value -> value.contains(last));
            case ICONTAINS -> {
                String lower = last.toLowerCase(Locale.ROOT);
                yield text(field, value -> value.toLowerCase(Locale.ROOT).contains(lower));
            }
            case GTE -> comparison(field, last, result -> result >= 0);
            case LTE -> comparison(field, last, result -> result <= 0);
        };
    }

    private static <T> Predicate<T> among(Field<T> field, Collection<String> wanted) {
        Set<Object> values = wanted.stream().map(text -> parse(field, text)).collect(Collectors.toSet());
        return object -> {
            Object value = comparable(field, object);
            return value != null && values.contains(value);
        };
    }

    private static <T> Predicate<T> text(Field<T> field, Predicate<String> test) {
        return object -> {
            Object value = comparable(field, object);
            return value != null && test.test(value.toString());
        };
    }

    private static <T> Predicate<T> comparison(Field<T> field, String bound, IntPredicate test) {
        Object limit = parse(field, bound);
        return object -> {
            Object value = comparable(field, object);
            return value != null && test.test(compare(value, limit));
        };
    }

    /** The value of a field as it is compared: of a related object the last part of its address, of numbers longs. */
    private static <T> @Nullable Object comparable(Field<T> field, T object) {
        Object value = field.value().apply(object);
        return switch (field.type()) {
            case RELATED -> value == null ? null : lastPart(value.toString());
            case INTEGER -> value == null ? null : ((Number) value).longValue();
            default -> value;
        };
    }

    private static String lastPart(String address) {
        String path = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Object parse(Field<?> field, String text) {
        return switch (field.type()) {
            case INTEGER -> {
                if (!text.matches("-?[0-9]{1,18}")) {
                    throw new IllegalArgumentException("A number is expected");
                }
                yield Long.parseLong(text);
            }
            case BOOLEAN -> Filter.truth(text);
            case DATETIME -> instant(text);
            case RELATED -> lastPart(text);
            default -> text;
        };
    }

    /** A time with its zone. */
    public static Instant instant(String text) {
        try {
            // A plus in an address that was not encoded arrives as a blank.
            return OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "A time in ISO 8601 with a time zone is expected, such as 2026-01-31T23:59:59Z", e);
        }
    }

    /** Those that are wanted, all of them, in their order. */
    public List<T> select(Collection<T> all) {
        List<T> found = new ArrayList<>();
        for (T object : all) {
            if (condition.test(object)) {
                found.add(object);
            }
        }
        if (order != null) {
            found.sort(order);
        }
        return found;
    }

    /** The answer to a list request. */
    public Map<String, Object> page(Collection<T> all, String path) {
        List<T> found = select(all);
        int from = Math.min(offset, found.size());
        int to = limit == 0 ? found.size() : (int) Math.min((long) from + limit, found.size());
        Map<String, @Nullable Object> meta = new LinkedHashMap<>();
        meta.put("limit", limit);
        meta.put("offset", offset);
        meta.put("total_count", found.size());
        meta.put("next", to < found.size() ? link(path, to) : null);
        meta.put("previous", offset > 0 && limit > 0 ? link(path, Math.max(0, offset - limit)) : null);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("meta", meta);
        answer.put(
                "objects",
                found.subList(from, to).stream().map(description::renderShort).toList());
        return answer;
    }

    private String link(String path, int newOffset) {
        String others = parameters.entrySet().stream()
                .filter(parameter -> !GENERAL.contains(parameter.getKey())
                        || parameter.getKey().equals("order_by"))
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> "&" + encode(parameter.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining());
        return path + "?limit=" + limit + "&offset=" + newOffset + others;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
