package org.chroma.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One run of the {@link Planner}: the graph of jobs while it grows. */
final class Planning<W extends World, C> implements Goal.Visitor {
    private final Lifecycles<W, C> lifecycles;
    private final W world;
    private final States expected;
    private final Map<StateChange<?>, Node> hops = new LinkedHashMap<>();
    private final Map<From, StateChange<?>> leaving = new HashMap<>();
    private final List<Node> plain = new ArrayList<>();
    private final Set<Node> goals = new LinkedHashSet<>();
    private final Shared shared;

    /** What a trial run shares with the run that it is made for. */
    private static final class Shared {
        private @Nullable Dependents dependents;
        private final Map<Requirement, OptionalInt> efforts = new HashMap<>();
        private final Set<Requirement> weighing = new HashSet<>();
    }

    /** An object in a state that it leaves. */
    private record From(ObjectId<?> object, Enum<?> state) {}

    /** The objects whose ways are being planned around a hop, innermost first, with the states where those ways end. */
    private record Stack(
            ObjectId<?> object, Enum<?> end, @Nullable Stack outer) {
        static boolean has(@Nullable Stack stack, ObjectId<?> object) {
            for (Stack at = stack; at != null; at = at.outer) {
                if (at.object.equals(object)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A job in the graph. Compared by identity. */
    private static final class Node {
        private final int discovered;
        private final @Nullable ObjectId<?> subject;
        private final @Nullable StateChange<?> change;
        private final String job;
        private final @Nullable String verb;
        private final String description;
        private final Optional<String> confirmation;
        private final boolean cancellable;
        private final Requirement requires;
        private final List<String> steps;
        private final Set<Node> after = new LinkedHashSet<>();
        private final Set<ObjectId<?>> reads = new LinkedHashSet<>();
        private final List<Lock> writes;
        private int level = -1;
        private int place = -1;

        private Node(int discovered, StateChange<?> change, Lifecycles.Work<?> work, Lock lock) {
            this.discovered = discovered;
            this.subject = change.object();
            this.change = change;
            this.job = work.job();
            this.verb = work.verb();
            this.description = work.description();
            this.confirmation = work.confirmation();
            this.cancellable = work.cancellable();
            this.requires = work.requires();
            this.steps = work.steps().stream().map(Step::description).toList();
            this.writes = List.of(lock);
        }

        private Node(int discovered, Goal.Perform goal) {
            this.discovered = discovered;
            this.subject = goal.subject();
            this.change = null;
            this.job = goal.job().job();
            this.verb = goal.job().verb();
            this.description = goal.job().description();
            this.confirmation = goal.job().confirmation();
            this.cancellable = true;
            this.requires = goal.job().requires();
            this.steps = goal.job().steps();
            this.writes = goal.job().locks();
        }

        private List<Lock> locks() {
            List<Lock> locks = new ArrayList<>(writes);
            Set<ObjectId<?>> mentioned = new HashSet<>();
            writes.forEach(lock -> mentioned.add(lock.object()));
            for (ObjectId<?> object : reads) {
                if (mentioned.add(object)) {
                    locks.add(Lock.read(object));
                }
            }
            return locks;
        }

        private Plan.Job job() {
            return new Plan.Job(
                    place,
                    job,
                    subject,
                    change,
                    verb,
                    description,
                    confirmation,
                    cancellable,
                    requires,
                    steps,
                    locks(),
                    places(after),
                    new TreeSet<>());
        }
    }

    Planning(Lifecycles<W, C> lifecycles, W world, States expected) {
        this(lifecycles, world, expected, new Shared());
    }

    private Planning(Lifecycles<W, C> lifecycles, W world, States expected, Shared shared) {
        this.lifecycles = lifecycles;
        this.world = world;
        this.expected = expected;
        this.shared = shared;
    }

    @Override
    public void reach(Goal.Reach<?> goal) {
        way(goal).ifPresent(goals::add);
    }

    @Override
    public void perform(Goal.Perform goal) {
        Node node = new Node(hops.size() + plain.size(), goal);
        satisfy(node, node.requires, null);
        plain.add(node);
        goals.add(node);
    }

    private <S extends Enum<S>> Optional<Node> way(Goal.Reach<S> goal) {
        S from = expected.of(goal.object());
        return from == goal.state() ? Optional.empty() : Optional.of(reach(goal.object(), from, goal.state(), null));
    }

    /** Plans an object's whole way, and answers its last hop. */
    private <S extends Enum<S>> Node reach(ObjectId<S> object, S from, S to, @Nullable Stack outer) {
        List<S> route = lifecycles
                .route(object.kind(), from, to)
                .orElseThrow(() -> new PlanningException("%s cannot get from %s to %s"
                        .formatted(world.nameOf(object), Requirement.words(from), Requirement.words(to))));
        Stack stack = new Stack(object, to, outer);
        @Nullable Node previous = null;
        S here = from;
        for (S next : route) {
            previous = hop(new StateChange<>(object, here, next), previous, stack);
            here = next;
        }
        if (previous == null) {
            throw new PlanningException("%s would have to leave %s and come back to it"
                    .formatted(world.nameOf(object), Requirement.words(from)));
        }
        return previous;
    }

    private <S extends Enum<S>> Node hop(StateChange<S> change, @Nullable Node previous, Stack stack) {
        @Nullable Node planned = hops.get(change);
        if (planned != null) {
            return planned;
        }
        From from = new From(change.object(), change.from());
        StateChange<?> other = leaving.putIfAbsent(from, change);
        if (other != null) {
            throw new PlanningException("%s would have to become both %s and %s"
                    .formatted(
                            world.nameOf(change.object()),
                            Requirement.words(other.to()),
                            Requirement.words(change.to())));
        }
        Lifecycles.Work<C> work = lifecycles.work(change, world);
        Node node = new Node(
                hops.size() + plain.size(), change, work, Lock.write(change.object(), change.from(), change.to()));
        hops.put(change, node);
        if (previous != null) {
            node.after.add(previous);
        }
        satisfy(node, work.requires(), stack);
        standOn(node, change, stack);
        fixDependents(node, change, stack);
        return node;
    }

    /** (a) What the job requires. */
    private void satisfy(Node node, Requirement requirement, @Nullable Stack stack) {
        requirement.accept(new Satisfaction(node, stack));
    }

    /** Brings about what a job requires. */
    private final class Satisfaction implements Requirement.Visitor {
        private final Node node;
        private final @Nullable Stack stack;

        private Satisfaction(Node node, @Nullable Stack stack) {
            this.node = node;
            this.stack = stack;
        }

        @Override
        public void in(Requirement.In<?> condition) {
            node.reads.add(condition.object());
            bring(node, condition, stack);
        }

        @Override
        public void all(Requirement.All requirement) {
            requirement.parts().forEach(part -> part.accept(this));
        }

        @Override
        public void any(Requirement.Any requirement) {
            List<Requirement> holding = requirement.alternatives().stream()
                    .filter(part -> part.holds(expected))
                    .toList();
            if (holding.isEmpty()) {
                cheapest(node, requirement).accept(this);
            } else {
                holding.forEach(part -> part.accept(this));
            }
        }

        @Override
        public void never(Requirement.Never requirement) {
            throw new PlanningException(node.description + " is not possible: " + requirement.why());
        }
    }

    private <S extends Enum<S>> void bring(Node node, Requirement.In<S> in, @Nullable Stack stack) {
        S state = expected.of(in.object());
        if (!in.accepts(state)) {
            node.after.add(reach(in.object(), state, in.preferred(), stack));
        }
    }

    /** (b) What the object needs of others in its new state; what it needed in the old one is locked, too. */
    private <S extends Enum<S>> void standOn(Node node, StateChange<S> change, Stack stack) {
        for (DependOn<S, ?> dependency : lifecycles.dependencies(change.object(), change.from(), world)) {
            node.reads.add(dependency.on());
        }
        for (DependOn<S, ?> dependency : lifecycles.dependencies(change.object(), change.to(), world)) {
            node.reads.add(dependency.on());
            stand(node, dependency, stack);
        }
    }

    private <S extends Enum<S>> void stand(Node node, DependOn<?, S> dependency, Stack stack) {
        if (Stack.has(stack, dependency.on())) {
            return;
        }
        S state = expected.of(dependency.on());
        if (!dependency.accepts(state)) {
            node.after.add(reach(dependency.on(), state, dependency.preferred(), stack));
        }
    }

    /** (c) Those who depend on the object and do not accept its new state. */
    private void fixDependents(Node node, StateChange<?> change, Stack stack) {
        for (Dependents.Dependent<?> dependent : dependents().of(change.object())) {
            if (!dependent.dependency().accepts(change.to()) && !Stack.has(stack, dependent.object())) {
                fix(node, dependent, change, stack);
            }
        }
    }

    private <D extends Enum<D>> void fix(
            Node node, Dependents.Dependent<D> dependent, StateChange<?> change, Stack stack) {
        D fix = dependent.dependency().fixFor(change.to());
        if (dependent.state() == fix) {
            throw new PlanningException("%s cannot become %s while %s is %s"
                    .formatted(
                            world.nameOf(change.object()),
                            Requirement.words(change.to()),
                            world.nameOf(dependent.object()),
                            Requirement.words(fix)));
        }
        node.after.add(reach(dependent.object(), expected.of(dependent.object()), fix, stack));
    }

    /** The alternative that needs the fewest jobs; the first of those where several do. */
    private Requirement cheapest(Node node, Requirement.Any any) {
        @Nullable Requirement best = null;
        int least = Integer.MAX_VALUE;
        for (Requirement alternative : any.alternatives()) {
            OptionalInt effort = effort(alternative);
            if (effort.isPresent() && effort.getAsInt() < least) {
                least = effort.getAsInt();
                best = alternative;
            }
        }
        if (best == null) {
            throw new PlanningException(node.description + " is not possible: "
                    + any.unmet(world, expected).get(0).words());
        }
        return best;
    }

    /** How many jobs an alternative needs by itself; nothing where it is impossible. */
    private OptionalInt effort(Requirement alternative) {
        @Nullable OptionalInt known = shared.efforts.get(alternative);
        if (known != null) {
            return known;
        }
        if (!shared.weighing.add(alternative)) {
            return OptionalInt.empty();
        }
        Planning<W, C> trial = new Planning<>(lifecycles, world, expected, shared);
        OptionalInt effort;
        try {
            trial.perform(new Goal.Perform(
                    new PlainJob("", "", "", Optional.empty(), alternative, List.of(), List.of()), null));
            effort = OptionalInt.of(trial.hops.size());
        } catch (PlanningException impossible) {
            effort = OptionalInt.empty();
        }
        shared.weighing.remove(alternative);
        shared.efforts.put(alternative, effort);
        return effort;
    }

    private Dependents dependents() {
        if (shared.dependents == null) {
            shared.dependents = new Dependents(lifecycles, world, expected);
        }
        return shared.dependents;
    }

    /** Sorts the jobs, those that wait for nothing first, and lets their locks say who waits for whom. */
    Plan finish() {
        List<Node> nodes = new ArrayList<>(hops.values());
        nodes.addAll(plain);
        nodes.forEach(node -> level(node, new HashSet<>()));
        nodes.sort(Comparator.<Node>comparingInt(node -> node.level).thenComparingInt(node -> node.discovered));
        LockTable locks = new LockTable();
        List<Plan.Job> jobs = new ArrayList<>(nodes.size());
        for (int place = 0; place < nodes.size(); place++) {
            nodes.get(place).place = place;
            Plan.Job job = nodes.get(place).job();
            job.waitsFor().addAll(job.after());
            try {
                locks.add(place, job.locks()).forEach(earlier -> job.waitsFor().add(earlier.intValue()));
            } catch (ContradictionException contradiction) {
                throw impossible(job, nodes.get((int) contradiction.writer()), contradiction);
            }
            jobs.add(job);
        }
        return new Plan(jobs, places(goals));
    }

    /** The requirements of a plain job contradict each other, or those of several goals do. */
    private PlanningException impossible(Plan.Job job, Node before, ContradictionException contradiction) {
        return new PlanningException("'%s' needs %s %s, but what it requires ('%s') leaves it %s"
                .formatted(
                        job.description(),
                        world.nameOf(contradiction.object()),
                        Requirement.words(contradiction.expected()),
                        before.description,
                        Requirement.words(contradiction.left())));
    }

    private int level(Node node, Set<Node> below) {
        if (node.level < 0) {
            if (!below.add(node)) {
                throw new PlanningException(node.description + " would have to wait for itself");
            }
            int level = 0;
            for (Node earlier : node.after) {
                level = Math.max(level, level(earlier, below) + 1);
            }
            below.remove(node);
            node.level = level;
        }
        return node.level;
    }

    private static SortedSet<Integer> places(Set<Node> nodes) {
        SortedSet<Integer> places = new TreeSet<>();
        nodes.forEach(node -> places.add(node.place));
        return places;
    }
}
