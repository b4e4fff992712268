package org.chroma.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The states of one kind of object and the ways between them, as a table whose rows read as sentences:
 *
 * <pre>{@code
 * from(UNMOUNTED).to(MOUNTED).job("StartTargetJob").verb("Start").requires(this::someHostIsUp).steps(this::mount);
 * }</pre>
 *
 * <p>A subclass writes the rows in its constructor and says in {@link #dependencies} what an object needs of others
 * while it is in a state.
 *
 * @param <O> the object
 * @param <S> its states
 * @param <W> the picture of all objects that conditions look at
 * @param <C> what steps are handed when they run
 */
public abstract class Lifecycle<O extends StatefulObject<S>, S extends Enum<S>, W extends World, C> {
    private final Kind<S> kind;
    private final Class<O> type;
    private final List<Transition<O, S, W, C>> rows = new ArrayList<>();
    private final Map<S, Map<S, Transition<O, S, W, C>>> table;

    protected Lifecycle(Kind<S> kind, Class<O> type) {
        this.kind = kind;
        this.type = type;
        this.table = new EnumMap<>(kind.states());
    }

    public Kind<S> kind() {
        return kind;
    }

    /** The class of the objects that live by this table. */
    public Class<O> type() {
        return type;
    }

    /** What the object needs of others while in {@code state}; by default nothing. */
    public List<DependOn<S, ?>> dependencies(O object, S state, W world) {
        return List.of();
    }

    /**
     * Whether administrators are offered to bring the object to {@code state}; only reachable states are asked about.
     */
    public boolean offers(O object, S state, W world) {
        return true;
    }

    /** The rows in the order in which they were written. */
    public final List<Transition<O, S, W, C>> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** The row that leads from a state to a neighbouring one. */
    public final Optional<Transition<O, S, W, C>> transition(S from, S to) {
        return Optional.ofNullable(table.getOrDefault(from, Map.of()).get(to));
    }

    /** Whether no way leads out of a state: the object is gone then, or has all that it ever will have. */
    public final boolean isFinal(S state) {
        return !table.containsKey(state);
    }

    /**
     * The shortest way from one state to another, as the states after the first; empty where both are the same.
     *
     * @return nothing where no way leads there
     */
    public final Optional<List<S>> route(S from, S to) {
        Map<S, S> cameFrom = new EnumMap<>(kind.states());
        Deque<S> open = new ArrayDeque<>(List.of(from));
        Set<S> seen = EnumSet.of(from);
        while (!open.isEmpty()) {
            S here = open.removeFirst();
            if (here == to) {
                return Optional.of(walkBack(cameFrom, from, to));
            }
            for (S next : table.getOrDefault(here, Map.of()).keySet()) {
                if (seen.add(next)) {
                    cameFrom.put(next, here);
                    open.addLast(next);
                }
            }
        }
        return Optional.empty();
    }

    /** What an administrator may ask of the object as it is now: state and verb of every offered way. */
    public final List<Offer<S>> offers(O object, W world) {
        List<Offer<S>> offers = new ArrayList<>();
        for (S state : kind.states().getEnumConstants()) {
            if (state == object.state()) {
                continue;
            }
            String verb = verb(object.state(), state);
            if (verb != null && offers(object, state, world)) {
                offers.add(new Offer<>(state, verb));
            }
        }
        return offers;
    }

    /** The verb of a way is that of its last part. */
    private @Nullable String verb(S from, S to) {
        List<S> route = route(from, to).orElse(List.of());
        if (route.isEmpty()) {
            return null;
        }
        S before = route.size() == 1 ? from : route.get(route.size() - 2);
        return transition(before, to).orElseThrow().verb();
    }

    private static <S extends Enum<S>> List<S> walkBack(Map<S, S> cameFrom, S from, S to) {
        List<S> route = new ArrayList<>();
        for (S at = to; at != from; at = cameFrom.get(at)) {
            route.add(at);
        }
        Collections.reverse(route);
        return List.copyOf(route);
    }

    /** Begins a row. */
    @SafeVarargs
    protected final Row from(S first, S... others) {
        Set<S> from = EnumSet.of(first);
        for (S other : others) {
            from.add(other);
        }
        return new Row(from);
    }

    /**
     * A state that an object may be brought to.
     *
     * @param verb the words on the button
     */
    public record Offer<S extends Enum<S>>(S state, String verb) {}

    /** A row that is being written; {@link #steps} ends it. */
    protected final class Row {
        private final Set<S> from;
        private @Nullable S to;
        private @Nullable String job;
        private @Nullable String verb;
        private BiFunction<O, W, String> description = (object, world) -> object.label();
        private BiFunction<O, W, Optional<String>> confirmation = (object, world) -> Optional.empty();
        private boolean cancellable = true;
        private BiFunction<O, W, Requirement> requires = (object, world) -> Requirement.none();

        private Row(Set<S> from) {
            this.from = from;
        }

        public Row to(S state) {
            this.to = state;
            return this;
        }

        /** The name of the job, ending in {@code Job}. */
        public Row job(String name) {
            this.job = name;
            return this;
        }

        /** The words on the button. A row without is only passed through. */
        public Row verb(String words) {
            this.verb = words;
            return this;
        }

        public Row describedAs(Function<O, String> words) {
            this.description = (object, world) -> words.apply(object);
            return this;
        }

        public Row describedAs(BiFunction<O, W, String> words) {
            this.description = words;
            return this;
        }

        /** The administrator is asked, without further words. */
        public Row confirmed() {
            this.confirmation = (object, world) -> Optional.of("");
            return this;
        }

        /** The administrator is asked with these words; nothing returned means that he is not asked. */
        public Row confirmed(BiFunction<O, W, Optional<String>> words) {
            this.confirmation = words;
            return this;
        }

        public Row notCancellable() {
            this.cancellable = false;
            return this;
        }

        public Row requires(BiFunction<O, W, Requirement> requirement) {
            this.requires = requirement;
            return this;
        }

        /** Ends a row whose job has nothing to do but to set the state. */
        public void noSteps() {
            steps((object, world) -> List.of());
        }

        /** Ends the row. */
        public void steps(BiFunction<O, W, List<Step<C>>> steps) {
            if (to == null || job == null) {
                throw new IllegalStateException("a row of " + kind + " lacks its end or its job");
            }
            var row = new Transition<>(
                    Set.copyOf(from), to, job, verb, description, confirmation, cancellable, requires, steps);
            rows.add(row);
            for (S start : from) {
                if (start == to
                        || table.computeIfAbsent(start, s -> new EnumMap<>(kind.states()))
                                        .put(to, row)
                                != null) {
                    throw new IllegalStateException("%s: a second row from %s to %s".formatted(kind, start, to));
                }
            }
        }
    }
}
