package org.chroma.core.internal.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.Cluster;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.NewTarget;
import org.chroma.core.StateManager.TargetRequest;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.model.ConfParam;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.Volume;
import org.chroma.model.Volume.VolumeNode;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** Makes filesystems and targets out of requests, once those were checked. */
public final class Creation {
    private final Transaction transaction;
    private final Cluster cluster;
    private final CreationChecks checks;

    public Creation(Transaction transaction) {
        this.transaction = transaction;
        this.cluster = transaction.cluster();
        this.checks = new CreationChecks(cluster);
    }

    /**
     * Makes a filesystem and its targets.
     *
     * @throws InvalidRequestException with everything that is wrong, in the shape of the request
     */
    public ObjectId<FilesystemState> filesystem(FilesystemRequest request) {
        checks.filesystem(request);
        return make(
                Objects.requireNonNull(request.name()),
                Objects.requireNonNull(request.mgt()),
                Objects.requireNonNull(request.mdts()),
                Objects.requireNonNull(request.osts()),
                request.confParams());
    }

    /** Makes an MGT, or an MDT or OST of a filesystem that is there. */
    public ObjectId<TargetState> target(TargetRequest request) {
        checks.target(request);
        TargetKind kind = TargetKind.valueOf(Objects.requireNonNull(request.kind()));
        NewTarget target = Objects.requireNonNull(request.target());
        if (kind == TargetKind.MGT) {
            return make(kind, null, null, 0, target).id();
        }
        Filesystem filesystem = Optional.ofNullable(request.filesystemId())
                .flatMap(id -> cluster.filesystem(Filesystem.KIND.id(id)))
                .orElseThrow();
        Target made = make(kind, filesystem.id(), filesystem.name(), freeIndex(filesystem, kind), target);
        setParams(filesystem.mgt(), made.id(), target.confParams());
        return made.id();
    }

    private ObjectId<FilesystemState> make(
            String name,
            MgtChoice choice,
            List<NewTarget> mdts,
            List<NewTarget> osts,
            @Nullable Map<String, @Nullable String> params) {
        ObjectId<TargetState> mgt = choice.id() != null
                ? Target.KIND.id(choice.id())
                : make(
                                TargetKind.MGT,
                                null,
                                null,
                                0,
                                new NewTarget(choice.volumeId(), null, null, null, null, choice.reformat()))
                        .id();
        Filesystem filesystem =
                Filesystem.planned(Filesystem.KIND.id(transaction.nextId("filesystem")), name, mgt, transaction.now());
        transaction.put(filesystem);
        setParams(mgt, filesystem.id(), params);
        for (TargetKind kind : List.of(TargetKind.MDT, TargetKind.OST)) {
            int index = 0;
            for (NewTarget target : kind == TargetKind.MDT ? mdts : osts) {
                Target made = make(kind, filesystem.id(), name, index++, target);
                setParams(mgt, made.id(), target.confParams());
            }
        }
        return filesystem.id();
    }

    private Target make(
            TargetKind kind,
            @Nullable ObjectId<FilesystemState> filesystem,
            @Nullable String fsname,
            int index,
            NewTarget request) {
        Volume volume = Optional.ofNullable(request.volumeId())
                .flatMap(cluster::volume)
                .orElseThrow(() -> new IllegalStateException("checked before"));
        VolumeNode primary = checks.primaryOf(volume).orElseThrow(() -> new IllegalStateException("checked before"));
        String mountPoint = mountPoint(kind, fsname, index);
        List<Target.Mount> mounts = new ArrayList<>();
        mounts.add(new Target.Mount(primary.host(), primary.id(), primary.path(), mountPoint, true));
        Set<ObjectId<HostState>> hosts = new HashSet<>(Set.of(primary.host()));
        for (VolumeNode node : volume.failoverNodes()) {
            if (cluster.host(node.host()).isPresent() && hosts.add(node.host())) {
                mounts.add(new Target.Mount(node.host(), node.id(), node.path(), mountPoint, false));
            }
        }
        Target.Format format = new Target.Format(
                Target.Format.DEFAULT.backend(),
                request.inodeSize() == null
                        ? null
                        : Integer.valueOf(request.inodeSize().intValue()),
                request.bytesPerInode() == null
                        ? null
                        : Integer.valueOf(request.bytesPerInode().intValue()),
                request.inodeCount(),
                Boolean.TRUE.equals(request.reformat()));
        Target target = Target.planned(
                Target.KIND.id(transaction.nextId("target")),
                kind,
                filesystem,
                index,
                volume.id(),
                format,
                mounts,
                transaction.now());
        transaction.put(target);
        return target;
    }

    private static String mountPoint(TargetKind kind, @Nullable String fsname, int index) {
        return switch (kind) {
            case MGT -> "/mnt/mgs";
            case MDT -> index == 0 ? "/mnt/%s/mdt".formatted(fsname) : "/mnt/%s/mdt%d".formatted(fsname, index);
            case OST -> "/mnt/%s/ost%d".formatted(fsname, index);
        };
    }

    /** The index of a removed target is never given again: the MGS still knows it. */
    private int freeIndex(Filesystem filesystem, TargetKind kind) {
        return cluster.targetsOf(filesystem.id(), kind).stream()
                .mapToInt(target -> target.index() + 1)
                .reduce(filesystem.nextIndex(kind), Math::max);
    }

    private void setParams(
            ObjectId<TargetState> mgt, ObjectId<?> owner, @Nullable Map<String, @Nullable String> params) {
        if (params != null) {
            setChanged(transaction, mgt, owner, params);
        }
    }

    /** Stores the parameters that differ from what is in force, under one new version; says whether any did. */
    public static boolean setChanged(
            Transaction transaction,
            ObjectId<TargetState> mgt,
            ObjectId<?> owner,
            Map<String, @Nullable String> params) {
        Map<String, String> inForce = inForce(transaction.cluster(), owner);
        Map<String, @Nullable String> changed = new LinkedHashMap<>();
        params.forEach((key, value) -> {
            if (!Objects.equals(inForce.get(key), value)) {
                changed.put(key, value);
            }
        });
        if (changed.isEmpty()) {
            return false;
        }
        long version = transaction.target(mgt, Target::withNextParameters).confParamVersion();
        changed.forEach((key, value) -> transaction.put(new ConfParam(mgt, owner, key, value, version)));
        return true;
    }

    /** The newest value of each parameter of an object, cleared ones left out. */
    public static Map<String, String> inForce(Cluster cluster, ObjectId<?> owner) {
        Map<String, String> values = new LinkedHashMap<>();
        for (ConfParam param : cluster.confParams()) {
            if (param.owner().equals(owner)) {
                if (param.value() == null) {
                    values.remove(param.key());
                } else {
                    values.put(param.key(), param.value());
                }
            }
        }
        return values;
    }
}
