package org.chroma.state;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One row of a {@link Lifecycle}: how an object gets from some states to a neighbouring one.
 *
 * @param job the name of the job that does it, for example {@code StartTargetJob}
 * @param verb the words on the button; null where the transition is only a part of longer ways
 * @param confirmation empty where the administrator is not asked; else what he is told, which may be the empty text
 */
public record Transition<O extends StatefulObject<S>, S extends Enum<S>, W extends World, C>(
        Set<S> from,
        S to,
        String job,
        @Nullable String verb,
        BiFunction<O, W, String> description,
        BiFunction<O, W, Optional<String>> confirmation,
        boolean cancellable,
        BiFunction<O, W, Requirement> requires,
        BiFunction<O, W, List<Step<C>>> steps) {}
