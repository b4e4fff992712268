package org.chroma.state;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lifecycles of all kinds of object, and questions that concern objects of any kind. */
public final class Lifecycles<W extends World, C> {
    private final Map<Kind<?>, Bound<?, ?>> byKind = new LinkedHashMap<>();

    public Lifecycles(Collection<? extends Lifecycle<?, ?, W, C>> lifecycles) {
        lifecycles.forEach(this::add);
    }

    private <O extends StatefulObject<S>, S extends Enum<S>> void add(Lifecycle<O, S, W, C> lifecycle) {
        if (byKind.put(lifecycle.kind(), new Bound<>(lifecycle)) != null) {
            throw new IllegalArgumentException("two lifecycles for " + lifecycle.kind());
        }
    }

    public List<Lifecycle<?, ?, W, C>> all() {
        return byKind.values().stream()
                .<Lifecycle<?, ?, W, C>>map(bound -> bound.lifecycle)
                .toList();
    }

    /** What an object needs of others while in a state. */
    public <S extends Enum<S>> List<DependOn<S, ?>> dependencies(ObjectId<S> object, S state, W world) {
        return of(object.kind()).dependencies(world.get(object), state, world);
    }

    /** The way between two states of a kind; see {@link Lifecycle#route}. */
    public <S extends Enum<S>> Optional<List<S>> route(Kind<S> kind, S from, S to) {
        return of(kind).route(from, to);
    }

    /**
     * The change that brings an object to where another one was to bring it, from where the object really is. There is
     * one only for changes to states that are final: anyone who is to remove an object removes it also where it did not
     * get as far as was thought.
     */
    public <S extends Enum<S>> Optional<StateChange<S>> instead(StateChange<S> change, W world) {
        S state = world.get(change.object()).state();
        return of(change.object().kind()).leadsToTheEnd(state, change.to())
                ? Optional.of(new StateChange<>(change.object(), state, change.to()))
                : Optional.empty();
    }

    /** What may be asked of an object as it is now. */
    public <S extends Enum<S>> List<Lifecycle.Offer<S>> offers(ObjectId<S> object, W world) {
        return of(object.kind()).offers(world.get(object), world);
    }

    /** The job that makes a change, as it applies to the object now. */
    public <S extends Enum<S>> Work<C> work(StateChange<S> change, W world) {
        return of(change.object().kind()).work(change, world);
    }

    private <S extends Enum<S>> Bound<?, S> of(Kind<S> kind) {
        @Nullable Bound<?, ?> bound = byKind.get(kind);
        if (bound == null) {
            throw new IllegalArgumentException("no lifecycle for " + kind);
        }
        // the key is the kind of the very lifecycle, so the states agree
        @SuppressWarnings("unchecked")
        Bound<?, S> same = (Bound<?, S>) bound;
        return same;
    }

    /**
     * A row of a lifecycle, filled in for one object.
     *
     * @param verb the words on the button; null where the row has none
     */
    public record Work<C>(
            String job,
            @Nullable String verb,
            String description,
            Optional<String> confirmation,
            boolean cancellable,
            Requirement requires,
            List<Step<C>> steps) {}

    /** Keeps the type of a lifecycle's objects together with it. */
    private final class Bound<O extends StatefulObject<S>, S extends Enum<S>> {
        private final Lifecycle<O, S, W, C> lifecycle;

        private Bound(Lifecycle<O, S, W, C> lifecycle) {
            this.lifecycle = lifecycle;
        }

        private List<DependOn<S, ?>> dependencies(StatefulObject<?> object, S state, W world) {
            return lifecycle.dependencies(cast(object), state, world);
        }

        private Optional<List<S>> route(S from, S to) {
            return lifecycle.route(from, to);
        }

        private boolean leadsToTheEnd(S from, S to) {
            return lifecycle.isFinal(to) && lifecycle.transition(from, to).isPresent();
        }

        private List<Lifecycle.Offer<S>> offers(StatefulObject<?> object, W world) {
            return lifecycle.offers(cast(object), world);
        }

        private Work<C> work(StateChange<S> change, W world) {
            O object = cast(world.get(change.object()));
            Transition<O, S, W, C> row = lifecycle
                    .transition(change.from(), change.to())
                    .orElseThrow(() -> new IllegalArgumentException("no transition " + change));
            return new Work<>(
                    row.job(),
                    row.verb(),
                    row.description().apply(object, world),
                    row.confirmation().apply(object, world),
                    row.cancellable(),
                    row.requires().apply(object, world),
                    row.steps().apply(object, world));
        }

        private O cast(StatefulObject<?> object) {
            return lifecycle.type().cast(object);
        }
    }
}
