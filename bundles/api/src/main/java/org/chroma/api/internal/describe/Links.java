package org.chroma.api.internal.describe;

import java.util.List;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** Addresses of resources. */
public final class Links {
    /** In the order of their numbers as content types, from 1; add at the end only. */
    private static final List<String> CONTENT_TYPES =
            List.of("host", "lnet_configuration", "target", "filesystem", "volume", "storage_resource", "alert", "job");

    private Links() {}

    public static String to(String resource, Object id) {
        return "/api/" + resource + "/" + id + "/";
    }

    public static String to(ObjectId<?> id) {
        return to(id.kind().name(), id.number());
    }

    public static @Nullable String orNull(@Nullable ObjectId<?> id) {
        return id == null ? null : to(id);
    }

    /** A small number that stands for a kind of object, for clients that compare such numbers. */
    public static int contentType(String kind) {
        return CONTENT_TYPES.indexOf(kind) + 1;
    }

    public static int contentType(ObjectId<?> id) {
        return contentType(id.kind().name());
    }
}
