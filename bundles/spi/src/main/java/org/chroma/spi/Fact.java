package org.chroma.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something seen that the core reconciles with what it knows, for example which network addresses a server has. The
 * model has the facts of Chroma's own plugins; others bring their own:
 *
 * <pre>{@code
 * record FencedFact(boolean fenced) implements Fact {
 *     public void applyTo(FactSink sink) {
 *         if (fenced) {
 *             sink.mounted(Map.of());
 *         }
 *     }
 * }
 * }</pre>
 */
@ConsumerType
public interface Fact {

    /**
     * Says what the fact means. It has no side effects but those on the sink, and may be called from several threads.
     *
     * @since 1.3
     */
    default void applyTo(FactSink sink) {
        // A fact from before there was a sink says nothing.
    }
}
