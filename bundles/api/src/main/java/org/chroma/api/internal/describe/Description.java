package org.chroma.api.internal.describe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that there is to say about a resource: its name, its fields, and the further parameters of its list.
 *
 * @param name as in its address, {@code /api/NAME/}
 */
public record Description<T>(String name, String help, List<Field<T>> fields, List<Filter<T>> filters) {

    public Description {
        fields = List.copyOf(fields);
        filters = List.copyOf(filters);
    }

    @SafeVarargs
    public static <T> Description<T> of(String name, String help, Field<T>... fields) {
        List<Field<T>> all = new ArrayList<>();
        for (Field<T> field : fields) {
            all.add(field);
        }
        return new Description<>(name, help, all, List.of());
    }

    public Description<T> with(List<? extends Field<T>> more) {
        List<Field<T>> all = new ArrayList<>(fields);
        all.addAll(more);
        return new Description<>(name, help, all, filters);
    }

    @SafeVarargs
    public final Description<T> filteredBy(Filter<T>... more) {
        List<Filter<T>> all = new ArrayList<>(filters);
        for (Filter<T> filter : more) {
            all.add(filter);
        }
        return new Description<>(name, help, fields, all);
    }

    public List<String> fieldNames() {
        return fields.stream().map(Field::name).toList();
    }

    /** An object as callers see it. */
    public Map<String, @Nullable Object> render(T object) {
        return render(object, true);
    }

    /** An object as callers see it in a list. */
    Map<String, @Nullable Object> renderShort(T object) {
        return render(object, false);
    }

    private Map<String, @Nullable Object> render(T object, boolean detail) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        for (Field<T> field : fields) {
            if (detail || !field.detailOnly()) {
                result.put(field.name(), field.value().apply(object));
            }
        }
        return result;
    }

    /** The resource's self-description. */
    public Map<String, Object> schema(List<String> listMethods, List<String> detailMethods) {
        Map<String, Object> described = new LinkedHashMap<>();
        Map<String, Object> filtering = new LinkedHashMap<>();
        List<String> ordering = new ArrayList<>();
        for (Field<T> field : fields) {
            Map<String, Object> one = field.shape().described();
            one.put("readonly", field.readOnly());
            one.put("detail_only", field.detailOnly());
            one.put("help_text", field.help());
            described.put(field.name(), one);
            if (!field.lookups().isEmpty()) {
                filtering.put(
                        field.name(),
                        field.lookups().stream().sorted().map(Lookup::word).toList());
            }
            if (field.ordered()) {
                ordering.add(field.name());
            }
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Filter<T> filter : filters) {
            filtering.put(filter.name(), List.of(Lookup.EXACT.word()));
            parameters.put(filter.name(), filter.help());
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", help);
        schema.put("fields", described);
        schema.put("filtering", filtering);
        schema.put("filter_help", parameters);
        schema.put("ordering", ordering);
        schema.put("default_format", "application/json");
        schema.put("default_limit", ListQuery.DEFAULT_LIMIT);
        schema.put("allowed_list_http_methods", listMethods);
        schema.put("allowed_detail_http_methods", detailMethods);
        return schema;
    }
}
