package org.chroma.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.chroma.spi.Action;
import org.jspecify.annotations.Nullable;

/**
 * A type of action as it travels: its name, its arguments and its answer.
 *
 * @param <A> the action's record
 * @param <R> its answer
 */
public final class ActionType<A extends Action<R>, R> {
    private static final ClassValue<ActionType<?, ?>> TYPES = new ClassValue<>() {
        @Override
        protected ActionType<?, ?> computeValue(Class<?> type) {
            return create(type);
        }
    };

    private final String name;
    private final RecordType<A> arguments;
    private final @Nullable RecordType<R> answer;

    private ActionType(String name, RecordType<A> arguments, @Nullable RecordType<R> answer) {
        this.name = name;
        this.arguments = arguments;
        this.answer = answer;
    }

    /**
     * The type of an action.
     *
     * @throws IllegalArgumentException where the class is not a record that says what its answer is
     */
    @SuppressWarnings("unchecked") // the class is the key
    public static <A extends Action<R>, R> ActionType<A, R> of(Class<A> type) {
        return (ActionType<A, R>) TYPES.get(type);
    }

    /** The type of this action. */
    @SuppressWarnings("unchecked") // an action's class is its own type
    public static <R> ActionType<Action<R>, R> of(Action<R> action) {
        return (ActionType<Action<R>, R>) TYPES.get(action.getClass());
    }

    private static ActionType<?, ?> create(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is not a record, as an action must be");
        }
        for (Type contract : type.getGenericInterfaces()) {
            if (contract instanceof ParameterizedType parameterized && parameterized.getRawType() == Action.class) {
                String name = Action.nameOf(type);
                Type answer = parameterized.getActualTypeArguments()[0];
                return new ActionType<>(
                        name,
                        RecordType.strict(name, type),
                        answer == Void.class ? null : RecordType.strict("The answer of " + name, answer));
            }
        }
        throw new IllegalArgumentException(type.getName() + " does not implement Action<…> itself");
    }

    /** The name on the wire. */
    public String name() {
        return name;
    }

    public A readArguments(byte[] json) throws ProtocolException {
        return arguments.read(json);
    }

    public byte[] writeArguments(A action) throws ProtocolException {
        return arguments.writeBytes(action);
    }

    public @Nullable R readAnswer(@Nullable JsonNode json) throws ProtocolException {
        if (answer == null) {
            return null;
        }
        if (json == null || json.isNull()) {
            throw new ProtocolException("The answer of " + name + " is missing");
        }
        return answer.read(json);
    }

    public JsonNode writeAnswer(@Nullable R value) throws ProtocolException {
        return value == null || answer == null ? NullNode.getInstance() : answer.write(value);
    }
}
