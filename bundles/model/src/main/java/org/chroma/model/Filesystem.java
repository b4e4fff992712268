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
 */
public record Filesystem(
        ObjectId<FilesystemState> id,
        FilesystemState state,
        Instant stateModifiedAt,
        boolean immutableState,
        String name,
        ObjectId<TargetState> mgt)
        implements StatefulObject<FilesystemState> {

    public static final Kind<FilesystemState> KIND = Kind.of("filesystem", FilesystemState.UNAVAILABLE);

    @Override
    public String label() {
        return name;
    }
}
