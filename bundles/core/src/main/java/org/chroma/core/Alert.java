package org.chroma.core;

import java.time.Instant;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong for as long as it is active.
 *
 * @param type for example {@code HostContactAlert}
 * @param subject the object concerned; null where it is a storage resource
 * @param resource key of the storage resource concerned; null otherwise
 * @param severity INFO, WARNING or ERROR
 * @param end when it ended, or was last seen while active
 * @param dismissed a user has seen it, or it was Chroma's own doing
 */
public record Alert(
        long id,
        String type,
        @Nullable ObjectId<?> subject,
        @Nullable String resource,
        String severity,
        String message,
        Instant begin,
        Instant end,
        boolean active,
        boolean dismissed) {}
