package org.chroma.core.internal.object;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** A target with some of its values replaced: {@code TargetEdit.of(target).name("lfs-OST0000").done()}. */
public final class TargetEdit {
    private final Target old;
    private TargetState state;
    private Instant stateModifiedAt;
    private boolean immutable;
    private @Nullable String name;
    private @Nullable String uuid;
    private @Nullable String haLabel;
    private Target.Format format;
    private List<Target.Mount> mounts;
    private @Nullable ObjectId<HostState> activeHost;
    private Map<String, String> recovery;
    private long version;
    private long applied;

    private TargetEdit(Target old) {
        this.old = old;
        this.state = old.state();
        this.stateModifiedAt = old.stateModifiedAt();
        this.immutable = old.immutableState();
        this.name = old.name();
        this.uuid = old.uuid();
        this.haLabel = old.haLabel();
        this.format = old.format();
        this.mounts = old.mounts();
        this.activeHost = old.activeHost();
        this.recovery = old.recovery();
        this.version = old.confParamVersion();
        this.applied = old.confParamVersionApplied();
    }

    public static TargetEdit of(Target target) {
        return new TargetEdit(target);
    }

    TargetEdit state(TargetState to, Instant at) {
        this.state = to;
        this.stateModifiedAt = at;
        return this;
    }

    public TargetEdit name(String to) {
        this.name = to;
        return this;
    }

    public TargetEdit uuid(String to) {
        this.uuid = to;
        return this;
    }

    public TargetEdit haLabel(String to) {
        this.haLabel = to;
        return this;
    }

    public TargetEdit format(Target.Format to) {
        this.format = to;
        return this;
    }

    public TargetEdit mounts(List<Target.Mount> to) {
        this.mounts = to;
        return this;
    }

    public TargetEdit activeHost(@Nullable ObjectId<HostState> to) {
        this.activeHost = to;
        return this;
    }

    public TargetEdit recovery(Map<String, String> to) {
        this.recovery = to;
        return this;
    }

    public TargetEdit confParamVersion(long to) {
        this.version = to;
        return this;
    }

    public TargetEdit confParamVersionApplied(long to) {
        this.applied = to;
        return this;
    }

    public Target done() {
        return new Target(
                old.id(),
                state,
                stateModifiedAt,
                immutable,
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
                version,
                applied);
    }
}
