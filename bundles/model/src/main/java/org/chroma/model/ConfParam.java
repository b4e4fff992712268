package org.chroma.model;

import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A configuration parameter as it was set at some version; the newest version of a key wins.
 *
 * @param mgt the MGS that keeps it
 * @param owner the filesystem or target that it belongs to
 * @param key without the owner's name, for example {@code osc.max_dirty_mb}
 * @param value null where it was cleared
 * @param version the MGS's version at which it was set
 */
public record ConfParam(
        ObjectId<TargetState> mgt,
        ObjectId<?> owner,
        String key,
        @Nullable String value,
        long version) {}
