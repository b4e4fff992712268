package org.chroma.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.state.Kind;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;

/**
 * An MGT, MDT or OST.
 *
 * @param kind which of them
 * @param name as Lustre says it, for example {@code lfs-OST0003}; null until registered
 * @param uuid of its on-disk format; null until formatted
 * @param haLabel its name in the failover cluster; null until registered
 * @param volume the number of the volume that carries it
 * @param filesystem whose it is; null for an MGT
 * @param index its place among the MDTs or OSTs of its filesystem, from 0; 0 for an MGT
 * @param format what was asked for, and after formatting what is there
 * @param mounts where it can run, the primary first
 * @param activeHost where it runs now; null where it does not
 * @param recovery the target's own recovery status, empty where it does not run
 * @param confParamVersion MGT only: version of the newest configuration parameter
 * @param confParamVersionApplied MGT only: version up to which the MGS was told
 */
public record Target(
        ObjectId<TargetState> id,
        TargetState state,
        Instant stateModifiedAt,
        boolean immutableState,
        TargetKind kind,
        @Nullable String name,
        @Nullable String uuid,
        @Nullable String haLabel,
        long volume,
        @Nullable ObjectId<FilesystemState> filesystem,
        int index,
        Format format,
        List<Mount> mounts,
        @Nullable ObjectId<HostState> activeHost,
        Map<String, String> recovery,
        long confParamVersion,
        long confParamVersionApplied)
        implements StatefulObject<TargetState> {

    public static final Kind<TargetState> KIND =
            Kind.of("target", TargetState.UNFORMATTED, TargetState.REMOVED, TargetState.FORGOTTEN);

    public Target {
        mounts = List.copyOf(mounts);
        recovery = Map.copyOf(recovery);
    }

    @Override
    public String label() {
        return name != null ? name : "Unregistered " + kind;
    }

    /** A target that is going to be made: nothing was written to its volume yet. */
    public static Target planned(
            ObjectId<TargetState> id,
            TargetKind kind,
            @Nullable ObjectId<FilesystemState> filesystem,
            int index,
            long volume,
            Format format,
            List<Mount> mounts,
            Instant now) {
        return new Target(
                id,
                TargetState.UNFORMATTED,
                now,
                false,
                kind,
                null,
                null,
                null,
                volume,
                filesystem,
                index,
                format,
                mounts,
                null,
                Map.of(),
                0,
                0);
    }

    /** The same target as one that was found running where it is: it is only monitored. */
    public Target detected(String itsName, String itsUuid, @Nullable ObjectId<HostState> host) {
        TargetEdit edit = new TargetEdit(this);
        edit.state = TargetState.MOUNTED;
        edit.immutableState = true;
        edit.name = itsName;
        edit.uuid = itsUuid;
        edit.activeHost = host;
        return edit.done();
    }

    public Target inState(TargetState now, Instant at) {
        TargetEdit edit = new TargetEdit(this);
        edit.state = now;
        edit.stateModifiedAt = at;
        return edit.done();
    }

    /**
     * Lustre's on-disk format was written.
     *
     * @param now how it is laid out
     */
    public Target formatted(String itsUuid, Format now) {
        TargetEdit edit = new TargetEdit(this);
        edit.uuid = itsUuid;
        edit.format = now;
        return edit.done();
    }

    /** The MGS gave it a name. */
    public Target named(String itsName) {
        TargetEdit edit = new TargetEdit(this);
        edit.name = itsName;
        return edit.done();
    }

    /** The failover cluster knows it by this. */
    public Target labelled(String label) {
        TargetEdit edit = new TargetEdit(this);
        edit.haLabel = label;
        return edit.done();
    }

    /**
     * It runs on another server now.
     *
     * @param host null where it does not run
     */
    public Target runningOn(@Nullable ObjectId<HostState> host) {
        TargetEdit edit = new TargetEdit(this);
        edit.activeHost = host;
        return edit.done();
    }

    /** It can run elsewhere. */
    public Target withMounts(List<Mount> now) {
        TargetEdit edit = new TargetEdit(this);
        edit.mounts = now;
        return edit.done();
    }

    /** Lustre's word on its recovery; empty where it does not run. */
    public Target recovering(Map<String, String> status) {
        TargetEdit edit = new TargetEdit(this);
        edit.recovery = status;
        return edit.done();
    }

    /** MGT only: a configuration parameter was set or cleared, under the next version. */
    public Target withNextParameters() {
        TargetEdit edit = new TargetEdit(this);
        edit.confParamVersion = confParamVersion + 1;
        return edit.done();
    }

    /** MGT only: the MGS was told of all parameters up to a version. */
    public Target withParametersApplied(long version) {
        TargetEdit edit = new TargetEdit(this);
        edit.confParamVersionApplied = version;
        return edit.done();
    }

    public Mount primaryMount() {
        return mounts.stream().filter(Mount::primary).findFirst().orElseThrow();
    }

    public List<Mount> failoverMounts() {
        return mounts.stream().filter(mount -> !mount.primary()).toList();
    }

    public Optional<Mount> mountOn(ObjectId<HostState> host) {
        return mounts.stream().filter(mount -> mount.host().equals(host)).findFirst();
    }

    /**
     * A server on which the target can run.
     *
     * @param volumeNode number of the server's path to the volume
     * @param device that path, absolute
     * @param mountPoint absolute, at most 512 characters
     * @param primary true for the server on which it normally runs; exactly one
     */
    public record Mount(ObjectId<HostState> host, long volumeNode, String device, String mountPoint, boolean primary) {}

    /**
     * How the target's backing filesystem is laid out.
     *
     * @param backend {@code ldiskfs} or {@code zfs}
     * @param inodeSize bytes; null for Lustre's own choice
     * @param bytesPerInode bytes; null for Lustre's own choice
     * @param inodeCount null for Lustre's own choice, known after formatting
     * @param reformat whether existing data may be overwritten
     */
    public record Format(
            String backend,
            @Nullable Integer inodeSize,
            @Nullable Integer bytesPerInode,
            @Nullable Long inodeCount,
            boolean reformat) {
        public static final Format DEFAULT = new Format("ldiskfs", null, null, null, false);

        /**
         * The same, with what formatting made of it.
         *
         * @param itsInodeSize bytes; 0 where not known
         * @param itsInodeCount 0 where not known
         */
        public Format laidOut(int itsInodeSize, long itsInodeCount) {
            return new Format(
                    backend,
                    itsInodeSize == 0 ? inodeSize : Integer.valueOf(itsInodeSize),
                    bytesPerInode,
                    itsInodeCount == 0 ? inodeCount : Long.valueOf(itsInodeCount),
                    reformat);
        }
    }
}
