package org.chroma.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who depends on whom: the dependencies of all objects, turned round. Made once for a picture of the world, in time
 * proportional to its size.
 */
final class Dependents {
    private final Map<ObjectId<?>, List<Dependent<?>>> byObject = new HashMap<>();

    /** An object that depends on another, and how. */
    record Dependent<D extends Enum<D>>(ObjectId<D> object, D state, DependOn<D, ?> dependency) {}

    <W extends World> Dependents(Lifecycles<W, ?> lifecycles, W world, States states) {
        for (StatefulObject<?> object : (Iterable<StatefulObject<?>>) world.objects()::iterator) {
            add(object.id(), lifecycles, world, states);
        }
    }

    private <S extends Enum<S>, W extends World> void add(
            ObjectId<S> object, Lifecycles<W, ?> lifecycles, W world, States states) {
        S state;
        try {
            state = states.of(object);
        } catch (UnknownStateException deciding) {
            // anyone who plans the object itself will hear of it; what it needs follows from where it is now
            state = world.get(object).state();
        }
        for (DependOn<S, ?> dependency : lifecycles.dependencies(object, state, world)) {
            byObject.computeIfAbsent(dependency.on(), on -> new ArrayList<>(2))
                    .add(new Dependent<>(object, state, dependency));
        }
    }

    List<Dependent<?>> of(ObjectId<?> object) {
        return byObject.getOrDefault(object, List.of());
    }
}
