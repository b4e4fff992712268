package org.chroma.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** A copy of a target while some of its values are replaced. */
final class TargetEdit {
    private final Target old;
    TargetState state;
    Instant stateModifiedAt;
    boolean immutableState;

    @Nullable
    String name;

    @Nullable
    String uuid;

    @Nullable
    String haLabel;

    Target.Format format;
    List<Target.Mount> mounts;

    @Nullable
    ObjectId<HostState> activeHost;

    Map<String, String> recovery;
    long confParamVersion;
    long confParamVersionApplied;

    TargetEdit(Target old) {
        this.old = old;
        this.state = old.state();
        this.stateModifiedAt = old.stateModifiedAt();
        this.immutableState = old.immutableState();
        this.name = old.name();
        this.uuid = old.uuid();
        this.haLabel = old.haLabel();
        this.format = old.format();
        this.mounts = old.mounts();
        this.activeHost = old.activeHost();
        this.recovery = old.recovery();
        this.confParamVersion = old.confParamVersion();
        this.confParamVersionApplied = old.confParamVersionApplied();
    }

    Target done() {
        return new Target(
                old.id(),
                state,
                stateModifiedAt,
                immutableState,
                old.kind(),
                name,
                uuid,
                haLabel,
                old.volume(),
                old.filesystem(),
                old.index(),
                format,
                mounts,
                activeHost,
                recovery,
                confParamVersion,
                confParamVersionApplied);
    }
}
