package org.chroma.model;

import java.time.Instant;
import org.chroma.state.Kind;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;

/**
 * A Lustre filesystem. Its MDTs and OSTs point to it.
 *
 * @param name 1 to 8 characters, unique on its MGT
 * @param mgt the target that holds its configuration
 * @param nextMdtIndex one more than the highest index under which the MGS knows an MDT; it lets no other MDT have those
 * @param nextOstIndex the same of OSTs
 */
public record Filesystem(
        ObjectId<FilesystemState> id,
        FilesystemState state,
        Instant stateModifiedAt,
        boolean immutableState,
        String name,
        ObjectId<TargetState> mgt,
        int nextMdtIndex,
        int nextOstIndex)
        implements StatefulObject<FilesystemState> {

    public static final Kind<FilesystemState> KIND =
            Kind.of("filesystem", FilesystemState.UNAVAILABLE, FilesystemState.REMOVED, FilesystemState.FORGOTTEN);

    @Override
    public String label() {
        return name;
    }

    /** The lowest index that an MDT or OST can have, as far as the MGS is concerned. */
    public int nextIndex(TargetKind kind) {
        return kind == TargetKind.MDT ? nextMdtIndex : nextOstIndex;
    }

    /** A filesystem that is going to be made. */
    public static Filesystem planned(
            ObjectId<FilesystemState> id, String name, ObjectId<TargetState> mgt, Instant now) {
        return new Filesystem(id, FilesystemState.UNAVAILABLE, now, false, name, mgt, 0, 0);
    }

    /** A filesystem that was found running; it is only monitored. */
    public static Filesystem detected(
            ObjectId<FilesystemState> id, String name, ObjectId<TargetState> mgt, Instant now) {
        return new Filesystem(id, FilesystemState.AVAILABLE, now, true, name, mgt, 0, 0);
    }

    public Filesystem inState(FilesystemState now, Instant at) {
        return with(now, at, nextMdtIndex, nextOstIndex);
    }

    /** The same filesystem, after the MGS learnt of an MDT or OST. */
    public Filesystem withRegistered(TargetKind kind, int index) {
        return with(
                state,
                stateModifiedAt,
                kind == TargetKind.MDT ? Math.max(nextMdtIndex, index + 1) : nextMdtIndex,
                kind == TargetKind.OST ? Math.max(nextOstIndex, index + 1) : nextOstIndex);
    }

    private Filesystem with(FilesystemState itsState, Instant modifiedAt, int nextMdt, int nextOst) {
        return new Filesystem(id, itsState, modifiedAt, immutableState, name, mgt, nextMdt, nextOst);
    }
}
