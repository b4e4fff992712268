package org.chroma.core.internal.object;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.state.Kind;
import org.chroma.state.ObjectId;
import org.chroma.state.Requirement;
import org.chroma.state.StateChange;
import org.chroma.state.StatefulObject;

/** Writes states of objects of any kind, and reads their names. */
public final class ObjectStates {
    private ObjectStates() {}

    /** How an object of a kind is brought into a state, and what follows for its alerts. */
    private record Setting<S extends Enum<S>, O extends StatefulObject<S>>(Put<S, O> put, Follow<O> follow) {

        private void apply(Transaction transaction, ObjectId<S> id, S state, boolean intended) {
            O changed = put.apply(transaction, id, state);
            follow.apply(transaction, changed, intended);
            if (changed.isGone()) {
                Alerts.lowerAll(transaction, id);
            }
        }

        private interface Put<S extends Enum<S>, O extends StatefulObject<S>> {
            O apply(Transaction transaction, ObjectId<S> id, S state);
        }

        private interface Follow<O> {
            void apply(Transaction transaction, O changed, boolean intended);
        }
    }

    private static final Setting<HostState, Host> HOST = new Setting<HostState, Host>(
            (transaction, id, state) -> transaction.host(id, host -> host.inState(state, transaction.now())),
            Alerts::ofHost);
    private static final Setting<LnetState, LnetConfiguration> LNET = new Setting<LnetState, LnetConfiguration>(
            (transaction, id, state) ->
                    transaction.lnet(Host.KIND.id(id.number()), lnet -> lnet.inState(state, transaction.now())),
            (transaction, lnet, intended) -> {});
    private static final Setting<TargetState, Target> TARGET = new Setting<TargetState, Target>(
            (transaction, id, state) -> transaction.target(id, target -> target.inState(state, transaction.now())),
            Alerts::ofTarget);
    private static final Setting<FilesystemState, Filesystem> FILESYSTEM = new Setting<FilesystemState, Filesystem>(
            (transaction, id, state) ->
                    transaction.filesystem(id, filesystem -> filesystem.inState(state, transaction.now())),
            (transaction, filesystem, intended) -> {});
    private static final Map<Kind<?>, Setting<?, ?>> SETTINGS =
            Map.of(Host.KIND, HOST, LnetConfiguration.KIND, LNET, Target.KIND, TARGET, Filesystem.KIND, FILESYSTEM);

    /**
     * Sets an object's state and the alerts that follow from it.
     *
     * @param intended whether Chroma itself brought it there, so that nobody needs to be alarmed
     */
    public static <S extends Enum<S>> void set(Transaction transaction, ObjectId<S> id, S state, boolean intended) {
        Setting<?, ?> known = SETTINGS.get(id.kind());
        if (known == null) {
            throw new IllegalArgumentException("nothing is known of objects such as " + id);
        }
        // each kind is mapped to what sets its own states
        @SuppressWarnings("unchecked")
        Setting<S, ?> setting = (Setting<S, ?>) known;
        setting.apply(transaction, id, state, intended);
    }

    /** Does what a job was planned for. */
    public static <S extends Enum<S>> void set(Transaction transaction, StateChange<S> change) {
        set(transaction, change.object(), change.to(), true);
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
