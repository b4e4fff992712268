package org.chroma.model.action;

import java.time.Duration;
import java.util.List;
import org.chroma.model.TargetKind;
import org.chroma.spi.Action;
import org.jspecify.annotations.Nullable;

/**
 * Writes Lustre's format on a device. Refuses a device with foreign data unless {@code reformat}; one that already
 * carries exactly the wanted, not yet registered, target is left as it is.
 *
 * @param device absolute path
 * @param fsname null for an MGT
 * @param index of the MDT or OST, from 0
 * @param mgsNids one group of NIDs for each server of the MGS, its primary first; empty for an MGT
 * @param failoverNids one group of NIDs for each failover server
 * @param backend {@code ldiskfs} or {@code zfs}
 * @param mkfsOptions for the backing filesystem, each an argument of its own
 * @param reformat whether existing data may be overwritten
 */
public record FormatTarget(
        String device,
        TargetKind kind,
        @Nullable String fsname,
        int index,
        List<List<String>> mgsNids,
        List<List<String>> failoverNids,
        String backend,
        List<String> mkfsOptions,
        boolean reformat)
        implements Action<FormattedTarget> {

    @Override
    public Duration timeLimit() {
        return Duration.ofHours(1);
    }
}
