package org.chroma.state;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * What an object needs of another for as long as it is in its state. When the other leaves the acceptable states, the
 * dependent is first brought to its fix state.
 *
 * @param on the object needed
 * @param preferred the state that a plan brings it to when it is in none of the acceptable ones
 * @param acceptable the states in which the dependent may stay as it is
 * @param fix where the dependent goes, by the state that the other goes to
 * @param <D> the states of the dependent
 * @param <S> the states of the other
 */
public record DependOn<D extends Enum<D>, S extends Enum<S>>(
        ObjectId<S> on, S preferred, Set<S> acceptable, Function<S, D> fix) {

    public DependOn {
        acceptable = Set.copyOf(acceptable);
    }

    /** Needs the other in exactly this state, else goes to {@code fix}. */
    public static <D extends Enum<D>, S extends Enum<S>> DependOn<D, S> being(ObjectId<S> on, S state, D fix) {
        return new DependOn<>(on, state, Set.of(state), going -> fix);
    }

    /** Accepts every state of the other but some; see {@link Unless#otherwise}. */
    @SafeVarargs
    public static <S extends Enum<S>> Unless<S> unless(ObjectId<S> on, S preferred, S... unacceptable) {
        Set<S> acceptable = EnumSet.allOf(on.kind().states());
        for (S state : unacceptable) {
            acceptable.remove(state);
        }
        return new Unless<>(on, preferred, acceptable);
    }

    boolean accepts(Enum<?> state) {
        return acceptable.contains(state);
    }

    /** Where the dependent goes when the other goes to {@code state}. */
    D fixFor(Enum<?> state) {
        return fix.apply(on.kind().states().cast(state));
    }

    /** A dependency that still has to say how it is fixed. */
    public record Unless<S extends Enum<S>>(ObjectId<S> on, S preferred, Set<S> acceptable) {

        /** The dependent goes to one state, whatever the other does. */
        public <D extends Enum<D>> DependOn<D, S> otherwise(D fix) {
            return new DependOn<>(on, preferred, acceptable, going -> fix);
        }

        /** Where the dependent goes follows from where the other goes. */
        public <D extends Enum<D>> DependOn<D, S> following(Function<S, D> fix) {
            return new DependOn<>(on, preferred, acceptable, fix);
        }
    }
}
