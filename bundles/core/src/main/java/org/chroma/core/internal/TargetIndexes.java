package org.chroma.core.internal;

import org.chroma.core.port.Settings;
import org.chroma.model.FilesystemState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.state.ObjectId;

/** Remembers which indexes were used by targets that are removed: the MGS does not let another target have them. */
final class TargetIndexes {
    private TargetIndexes() {}

    static void removed(Settings settings, Target target) {
        ObjectId<FilesystemState> filesystem = target.filesystem();
        if (filesystem != null && target.index() > highestRemoved(settings, filesystem, target.kind())) {
            settings.put(key(filesystem, target.kind()), Integer.toString(target.index()));
        }
    }

    /** -1 where none was removed. */
    static int highestRemoved(Settings settings, ObjectId<FilesystemState> filesystem, TargetKind kind) {
        return settings.get(key(filesystem, kind)).map(Integer::valueOf).orElse(-1);
    }

    private static String key(ObjectId<FilesystemState> filesystem, TargetKind kind) {
        return "highest removed %s of %s".formatted(kind, filesystem);
    }
}
