package org.chroma.protocol;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the one kind of JSON mapper that Chroma's messages use. */
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
                .addModule(new SimpleModule().addDeserializer(Instant.class, new TimeReader()))
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

    /** What a record does not declare nullable must be there. */
    private static final class NullMarkedRecords extends JacksonAnnotationIntrospector {

        @Override
        public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
            Boolean nullable = nullable(member);
            return nullable == null ? super.hasRequiredMarker(member) : Boolean.valueOf(!nullable);
        }

        @Override
        public JsonSetter.Value findSetterInfo(Annotated member) {
            Boolean nullable = nullable(member);
            if (nullable == null) {
                return super.findSetterInfo(member);
            }
            return JsonSetter.Value.construct(
                    nullable ? Nulls.DEFAULT : Nulls.FAIL, holdsNulls(member) ? Nulls.DEFAULT : Nulls.FAIL);
        }

        /** Whether what a list or map holds may be null. */
        private static boolean holdsNulls(Annotated member) {
            return type(member) instanceof AnnotatedParameterizedType type
                    && Arrays.stream(type.getAnnotatedActualTypeArguments())
                            .reduce((first, last) -> last)
                            .filter(held -> held.isAnnotationPresent(Nullable.class))
                            .isPresent();
        }

        /** Whether the component of a record may be null; null for anything else. */
        private static @Nullable Boolean nullable(Annotated member) {
            AnnotatedType type = type(member);
            return type == null ? null : Boolean.valueOf(type.isAnnotationPresent(Nullable.class));
        }

        private static @Nullable AnnotatedType type(Annotated member) {
            return member instanceof AnnotatedParameter parameter
                            && parameter.getDeclaringClass().isRecord()
                            && parameter.getOwner().getAnnotated() instanceof Executable constructor
                    ? constructor.getAnnotatedParameterTypes()[parameter.getIndex()]
                    : null;
        }
    }
}
