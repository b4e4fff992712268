package org.chroma.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks, right before jobs start, whether what they were planned on still holds. Made once for a picture of the world.
 */
public final class Checks<W extends World> {
    private final Lifecycles<W, ?> lifecycles;
    private final W world;
    private final States states;
    private @Nullable Dependents dependents;

    public Checks(Lifecycles<W, ?> lifecycles, W world) {
        this.lifecycles = lifecycles;
        this.world = world;
        this.states = States.of(world);
    }

    /**
     * What keeps a state change from starting, in words that say which object is in which state instead of which.
     *
     * @return empty where it may start
     */
    public <S extends Enum<S>> List<Requirement.Unmet> unmet(StateChange<S> change) {
        List<Requirement.Unmet> unmet = new ArrayList<>();
        StatefulObject<S> subject = world.get(change.object());
        if (subject.state() != change.from()) {
            unmet.add(Requirement.Unmet.of(world, subject.id(), subject.state(), Requirement.words(change.from())));
            return unmet;
        }
        unmet.addAll(lifecycles.work(change, world).requires().unmet(world, states));
        for (DependOn<S, ?> dependency : lifecycles.dependencies(change.object(), change.to(), world)) {
            unmet.addAll(asRequirement(dependency).unmet(world, states));
        }
        for (Dependents.Dependent<?> dependent : dependents().of(change.object())) {
            if (!dependent.dependency().accepts(change.to())) {
                unmet.add(Requirement.Unmet.of(
                        world,
                        dependent.object(),
                        dependent.state(),
                        Requirement.words(dependent.dependency().fixFor(change.to()))));
            }
        }
        return unmet;
    }

    /** What keeps a plain job from starting. */
    public List<Requirement.Unmet> unmet(Requirement requirement) {
        return requirement.unmet(world, states);
    }

    private Dependents dependents() {
        if (dependents == null) {
            dependents = new Dependents(lifecycles, world, states);
        }
        return dependents;
    }

    private static <S extends Enum<S>> Requirement asRequirement(DependOn<?, S> dependency) {
        return new Requirement.In<>(dependency.on(), dependency.preferred(), dependency.acceptable());
    }
}
