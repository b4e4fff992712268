package org.chroma.core;

import java.util.List;
import java.util.Map;

/**
 * A request whose fields are wrong, all of them named at once. The errors have the shape of the request: a field's name
 * leads to a list of sentences, to such a map for a nested object, or to a list of such maps for a list of objects.
 */
public final class InvalidRequestException extends ChromaException {
    /** The field name of errors that belong to no field. */
    public static final String ALL = "__all__";

    private final transient Map<String, ?> errors;

    public InvalidRequestException(Map<String, ?> errors) {
        super(ErrorCode.INVALID, "Invalid request: " + errors);
        this.errors = errors;
    }

    public InvalidRequestException(String field, String message) {
        this(Map.of(field, List.of(message)));
    }

    public Map<String, ?> errors() {
        return errors;
    }
}
