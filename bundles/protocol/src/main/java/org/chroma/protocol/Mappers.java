package org.chroma.protocol;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the one kind of JSON mapper that Chroma's messages use, and turns its complaints into sentences. */
final class Mappers {

    private Mappers() {}

    /**
     * A mapper with caches of its own: the types that it met go with it.
     *
     * @param strict whether a field that the record does not have is an error
     */
    static ObjectMapper create(boolean strict) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(100)
                .maxNumberLength(100)
                .maxNameLength(1_000)
                .maxStringLength(Limits.REPORT_BYTES)
                .maxDocumentLength(Limits.REPORT_BYTES)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .typeFactory(TypeFactory.defaultInstance().withClassLoader(Mappers.class.getClassLoader()))
                .annotationIntrospector(new NullMarkedRecords())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
                .build();
    }

    /** One sentence that names the place and the fault, without the document. */
    static ProtocolException explain(String what, IOException problem) {
        if (problem instanceof JsonMappingException mapping) {
            String path = mapping.getPath().stream()
                    .map(step -> step.getFieldName() != null ? "." + step.getFieldName() : "[" + step.getIndex() + "]")
                    .collect(Collectors.joining());
            return new ProtocolException(what + path + ": " + mapping.getOriginalMessage(), problem);
        }
        String message =
                problem instanceof JsonProcessingException json ? json.getOriginalMessage() : problem.toString();
        return new ProtocolException(what + " is not readable: " + message, problem);
    }

    /** What a record does not declare nullable must be there. */
    private static final class NullMarkedRecords extends JacksonAnnotationIntrospector {

        @Override
        public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
            Boolean nullable = nullable(member);
            return nullable == null ? super.hasRequiredMarker(member) : Boolean.valueOf(!nullable);
        }

        @Override
        public JsonSetter.Value findSetterInfo(Annotated member) {
            return Boolean.FALSE.equals(nullable(member))
                    ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
                    : super.findSetterInfo(member);
        }

        /** Whether the component of a record may be null; null for anything else. */
        private static @Nullable Boolean nullable(Annotated member) {
            if (member instanceof AnnotatedParameter parameter
                    && parameter.getDeclaringClass().isRecord()
                    && parameter.getOwner().getAnnotated() instanceof java.lang.reflect.Executable constructor) {
                AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
                return type.isAnnotationPresent(Nullable.class);
            }
            return null;
        }
    }
}
