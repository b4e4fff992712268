package org.chroma.core.internal.object;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetState;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.state.ObjectId;
import org.chroma.state.Requirement;
import org.chroma.state.StatefulObject;

/** Writes states of objects of any kind, and reads their names. */
public final class ObjectStates {
    private ObjectStates() {}

    /**
     * Sets an object's state and the alerts that follow from it.
     *
     * @param intended whether Chroma itself brought it there, so that nobody needs to be alarmed
     */
    public static void set(Transaction transaction, ObjectId<?> id, Enum<?> state, boolean intended) {
        StatefulObject<?> changed;
        if (state instanceof HostState to) {
            changed = transaction.host(Host.KIND.id(id.number()), host -> host.inState(to, transaction.now()));
        } else if (state instanceof LnetState to) {
            changed = transaction.lnet(Host.KIND.id(id.number()), lnet -> lnet.inState(to, transaction.now()));
        } else if (state instanceof TargetState to) {
            changed = transaction.target(Target.KIND.id(id.number()), target -> target.inState(to, transaction.now()));
        } else if (state instanceof FilesystemState to) {
            changed = transaction.filesystem(
                    Filesystem.KIND.id(id.number()), filesystem -> filesystem.inState(to, transaction.now()));
        } else {
            throw new IllegalArgumentException("%s is no state of %s".formatted(state, id));
        }
        Alerts.ofState(transaction, changed, intended);
        if (changed instanceof Target target) {
            Alerts.ofPlace(transaction, target);
        }
    }

    /**
     * The state with a name as users write it.
     *
     * @throws InvalidRequestException on the field {@code state} where there is none
     */
    public static <S extends Enum<S>> S parse(ObjectId<S> id, String name) {
        return id.kind()
                .stateOf(name)
                .orElseThrow(() -> new InvalidRequestException(
                        "state",
                        "There is no state '%s' of a %s; there are %s"
                                .formatted(
                                        name.length() > 64 ? name.substring(0, 64) + "…" : name,
                                        id.kind().name().replace('_', ' '),
                                        Arrays.stream(id.kind().states().getEnumConstants())
                                                .map(ObjectStates::name)
                                                .collect(Collectors.joining(", ")))));
    }

    public static String name(Enum<?> state) {
        return Requirement.words(state);
    }
}
