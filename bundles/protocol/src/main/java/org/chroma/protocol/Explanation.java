package org.chroma.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a document in one sentence for anyone who sent it: the place, and what is expected there. The
 * library's own sentences speak to programmers, of classes.
 */
final class Explanation {
    private static final int LONGEST_PATH = 200;
    private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(
            byte.class,
            Byte.class,
            short.class,
            Short.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            BigInteger.class);
    private static final Set<Class<?>> NUMBERS = Set.of(float.class, double.class);

    private Explanation() {}

    /** @param what the document is called */
    static ProtocolException of(String what, IOException problem) {
        if (problem instanceof JsonMappingException mapping) {
            JsonProcessingException syntax = mapping.getCause() instanceof JsonProcessingException cause ? cause : null;
            return new ProtocolException(
                    what + path(mapping) + " " + (syntax == null ? sentence(mapping) : syntax(syntax)), problem);
        }
        return new ProtocolException(
                what + " "
                        + (problem instanceof JsonProcessingException json
                                ? syntax(json)
                                : "is not readable: " + problem.getMessage()),
                problem);
    }

    private static String path(JsonMappingException problem) {
        String path = problem.getPath().stream()
                .map(step -> step.getFieldName() != null ? "." + step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining());
        return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
    }

    private static String sentence(JsonMappingException problem) {
        String original = Objects.requireNonNullElse(problem.getOriginalMessage(), "");
        if (problem instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = Objects.requireNonNullElse(unknown.getKnownPropertyIds(), Set.of());
            return known.isEmpty()
                    ? "is unknown; there are no fields"
                    : "is unknown; the fields are "
                            + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        }
        if (problem instanceof InvalidNullException) {
            return "must not be null";
        }
        if (problem instanceof ValueInstantiationException made) {
            return reason(made.getCause());
        }
        if (problem instanceof MismatchedInputException mismatched) {
            if (original.startsWith("Missing required")) {
                return "is missing";
            }
            if (original.startsWith("Trailing token")) {
                return "is followed by something else";
            }
            if (original.startsWith("No content")) {
                return "is empty";
            }
            return "must be " + expected(mismatched.getTargetType());
        }
        if (problem instanceof InvalidDefinitionException) {
            return "cannot be a message: " + original; // a defect of the one who made the record
        }
        return reason(problem.getCause());
    }

    /** What a record says of its components, where it says something. */
    private static String reason(@Nullable Throwable cause) {
        return cause instanceof IllegalArgumentException
                        && cause.getMessage() != null
                        && !cause.getMessage().matches("(?s).*\\b[a-z]\\w*\\.[a-z]\\w*\\..*")
                ? "is not possible: " + Limits.cut(cause.getMessage())
                : "is not possible";
    }

    private static String syntax(JsonProcessingException problem) {
        if (problem instanceof StreamConstraintsException) {
            return "is too large, or too deeply nested";
        }
        if (problem instanceof InputCoercionException) {
            return "is a number out of range";
        }
        String where = problem.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(
                                problem.getLocation().getLineNr(),
                                problem.getLocation().getColumnNr());
        if (problem instanceof JsonEOFException) {
            return "is not readable: it ends too early" + where;
        }
        // After these come names of the library's settings.
        String words = Objects.requireNonNullElse(problem.getOriginalMessage(), "")
                .split(" \\(start marker|: enable `|`", 2)[0];
        return "is not readable: " + (words.length() <= LONGEST_PATH ? words : words.substring(0, LONGEST_PATH) + "…")
                + where;
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null || JsonNode.class.isAssignableFrom(type)) {
            return "something else";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (WHOLE_NUMBERS.contains(type)) {
            return "a whole number in its range";
        }
        if (NUMBERS.contains(type) || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (CharSequence.class.isAssignableFrom(type) || type == char.class || type == Character.class) {
            return "text";
        }
        if (type == Instant.class) {
            return TimeReader.EXPECTED;
        }
        if (type == Duration.class) {
            return "a duration such as \"PT10S\"";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.toCollection(TreeSet::new))
                            .stream()
                            .collect(Collectors.joining(", "));
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "a list" : "an object";
    }
}
