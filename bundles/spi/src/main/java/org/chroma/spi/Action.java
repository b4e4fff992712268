package org.chroma.spi;

import java.time.Duration;
import java.util.Locale;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An order to one server: its arguments, as a record. The type parameter is the answer.
 *
 * <pre>{@code
 * record MountTarget(String uuid) implements Action<Mounted> {}
 * }</pre>
 *
 * <p>Its name on the wire is the record's simple name in lower-case words: {@code mount-target}. Actions are
 * idempotent: the manager repeats one whose answer it did not hear.
 *
 * @param <R> a record, or {@link Void} for nothing
 */
@ConsumerType
public interface Action<R> {

    /** How long the manager waits for the answer. */
    default Duration timeLimit() {
        return Duration.ofSeconds(60);
    }

    /** The name on the wire of a type of action. */
    static String nameOf(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
