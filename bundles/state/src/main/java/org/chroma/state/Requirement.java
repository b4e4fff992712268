package org.chroma.state;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold of other objects while a job runs.
 *
 * <pre>{@code
 * all(is(mgt, MOUNTED), any(is(oss1, LNET_UP), is(oss2, LNET_UP)))
 * }</pre>
 */
public sealed interface Requirement {

    /** Nothing is required. */
    static Requirement none() {
        return new All(List.of());
    }

    /**
     * One object is in one of some states.
     *
     * @param preferred the state that a plan brings the object to when it is in none of the acceptable ones
     */
    record In<S extends Enum<S>>(ObjectId<S> object, S preferred, Set<S> acceptable) implements Requirement {
        public In {
            acceptable = Set.copyOf(acceptable);
            if (!acceptable.contains(preferred)) {
                throw new IllegalArgumentException("%s must accept %s, which it prefers".formatted(object, preferred));
            }
        }

        boolean accepts(Enum<?> state) {
            return acceptable.contains(state);
        }

        @Override
        public boolean holds(States states) {
            return accepts(states.of(object));
        }

        @Override
        public List<Unmet> unmet(World world, States states) {
            if (holds(states)) {
                return List.of();
            }
            String wanted = acceptable.stream().sorted().map(Requirement::words).collect(Collectors.joining(" or "));
            return List.of(Unmet.of(world, object, states.of(object), wanted));
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.in(this);
        }
    }

    /** All of them hold. */
    record All(List<Requirement> parts) implements Requirement {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(States states) {
            return parts.stream().allMatch(part -> part.holds(states));
        }

        @Override
        public List<Unmet> unmet(World world, States states) {
            return parts.stream()
                    .flatMap(part -> part.unmet(world, states).stream())
                    .toList();
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.all(this);
        }
    }

    /** At least one of them holds; earlier ones are preferred where the effort is equal. */
    record Any(List<Requirement> alternatives) implements Requirement {
        public Any {
            alternatives = List.copyOf(alternatives);
        }

        @Override
        public boolean holds(States states) {
            return alternatives.stream().anyMatch(part -> part.holds(states));
        }

        @Override
        public List<Unmet> unmet(World world, States states) {
            if (holds(states)) {
                return List.of();
            }
            List<Unmet> all = alternatives.stream()
                    .flatMap(part -> part.unmet(world, states).stream())
                    .toList();
            String words = all.stream().map(Unmet::words).collect(Collectors.joining(", and "));
            return all.isEmpty() ? List.of() : List.of(new Unmet(all.get(0).object(), words));
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.any(this);
        }
    }

    /**
     * Cannot be met, whatever is done first.
     *
     * @param object the object that is in the way
     * @param why a sentence for administrators
     */
    record Never(ObjectId<?> object, String why) implements Requirement {

        @Override
        public boolean holds(States states) {
            return false;
        }

        @Override
        public List<Unmet> unmet(World world, States states) {
            return List.of(new Unmet(object, why));
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.never(this);
        }
    }

    /** Is told what a requirement is. */
    interface Visitor {
        void in(In<?> condition);

        void all(All requirement);

        void any(Any requirement);

        void never(Never requirement);
    }

    /** The object is in exactly this state. */
    static <S extends Enum<S>> Requirement is(ObjectId<S> object, S state) {
        return new In<>(object, state, Set.of(state));
    }

    /** The object is in one of these states, best in the first. */
    @SafeVarargs
    static <S extends Enum<S>> Requirement isOneOf(ObjectId<S> object, S preferred, S... others) {
        Set<S> acceptable = EnumSet.of(preferred);
        for (S other : others) {
            acceptable.add(other);
        }
        return new In<>(object, preferred, acceptable);
    }

    /** The object is in any state but these, best in the first named. */
    @SafeVarargs
    static <S extends Enum<S>> Requirement isNot(ObjectId<S> object, S preferred, S... unacceptable) {
        Set<S> acceptable = EnumSet.allOf(object.kind().states());
        for (S state : unacceptable) {
            acceptable.remove(state);
        }
        return new In<>(object, preferred, acceptable);
    }

    static Requirement all(Collection<? extends Requirement> parts) {
        return new All(List.copyOf(parts));
    }

    static Requirement all(Requirement... parts) {
        return new All(List.of(parts));
    }

    static Requirement any(Collection<? extends Requirement> alternatives) {
        return new Any(List.copyOf(alternatives));
    }

    static Requirement any(Requirement... alternatives) {
        return new Any(List.of(alternatives));
    }

    /** Whether it holds where every object is in the state that {@code states} says. */
    boolean holds(States states);

    /** The parts that do not hold; empty where all does. */
    List<Unmet> unmet(World world, States states);

    void accept(Visitor visitor);

    /**
     * Something that does not hold.
     *
     * @param object the object that is in the wrong state
     * @param words which object is in which state instead of which
     */
    record Unmet(ObjectId<?> object, String words) {
        static Unmet of(World world, ObjectId<?> object, Enum<?> state, String wanted) {
            return new Unmet(
                    object, "%s is %s instead of %s".formatted(world.nameOf(object), Requirement.words(state), wanted));
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A state as it is written everywhere: {@code lnet_up}. */
    static String words(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
