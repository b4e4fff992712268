package org.chroma.core.internal.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.chroma.core.Cluster;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.NewTarget;
import org.chroma.core.StateManager.TargetRequest;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.model.ConfParamRule;
import org.chroma.model.Filesystem;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.Volume;
import org.chroma.model.Volume.VolumeNode;
import org.jspecify.annotations.Nullable;

/** Checks every field of requests for new filesystems and targets, and says all that is wrong at once. */
public final class CreationChecks {
    private static final String MANDATORY = "This field is mandatory";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,7}");
    private static final Map<TargetKind, Integer> USUAL_INODE_SIZE =
            Map.of(TargetKind.MGT, 128, TargetKind.MDT, 512, TargetKind.OST, 256);

    private final Cluster cluster;
    private final Set<Long> taken = new HashSet<>();

    CreationChecks(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Errors of one object of a request: a field's name to sentences. */
    private static final class Problems {
        private final Map<String, Object> fields = new LinkedHashMap<>();

        private void add(String field, String sentence) {
            @SuppressWarnings("unchecked")
            List<String> sentences = (List<String>) fields.computeIfAbsent(field, key -> new ArrayList<String>());
            sentences.add(sentence);
        }

        private boolean isEmpty() {
            return fields.isEmpty();
        }
    }

    /**
     * Passes a request for a filesystem, or refuses it.
     *
     * @throws InvalidRequestException with everything that is wrong, in the shape of the request
     */
    void filesystem(FilesystemRequest request) {
        requireParts(request);
        MgtChoice choice = request.mgt();
        List<NewTarget> mdts = request.mdts();
        List<NewTarget> osts = request.osts();
        String name = request.name();
        if (choice == null || mdts == null || osts == null || name == null) {
            return;
        }
        Problems top = new Problems();
        checkName(name, top);
        Problems mgtProblems = new Problems();
        checkMgt(choice, name, mgtProblems);
        List<Problems> mdtProblems = checkTargets(mdts, TargetKind.MDT);
        List<Problems> ostProblems = checkTargets(osts, TargetKind.OST);
        checkParams(ConfParamRule.Owner.FILESYSTEM, request.confParams(), top);
        boolean fine = top.isEmpty()
                && mgtProblems.isEmpty()
                && mdtProblems.stream().allMatch(Problems::isEmpty)
                && ostProblems.stream().allMatch(Problems::isEmpty);
        if (!fine) {
            Map<String, Object> errors = new LinkedHashMap<>(top.fields);
            errors.put("mgt", mgtProblems.fields);
            errors.put(
                    "mdts",
                    mdtProblems.stream().map(problems -> problems.fields).toList());
            errors.put(
                    "osts",
                    ostProblems.stream().map(problems -> problems.fields).toList());
            throw new InvalidRequestException(errors);
        }
    }

    /** Passes a request for a target, or refuses it as above. */
    void target(TargetRequest request) {
        Problems problems = new Problems();
        @Nullable TargetKind kind = null;
        if (request.kind() == null) {
            problems.add("kind", MANDATORY);
        } else {
            try {
                kind = TargetKind.valueOf(request.kind());
            } catch (IllegalArgumentException unknown) {
                problems.add("kind", "Must be MGT, MDT or OST");
            }
        }
        NewTarget target =
                request.target() == null ? new NewTarget(null, null, null, null, null, null) : request.target();
        if (kind == null) {
            throw new InvalidRequestException(problems.fields);
        }
        checkFilesystem(kind, request.filesystemId(), problems);
        checkVolume(target.volumeId(), "volume_id", problems).ifPresent(volume -> {
            if (request.kind() != null && request.kind().equals("MGT")) {
                checkNoOtherMgs(volume, "mgt", problems);
            }
        });
        checkFormat(target, kind, problems);
        if (kind != TargetKind.MGT) {
            checkParams(owner(kind), target.confParams(), problems);
        } else if (target.confParams() != null && !target.confParams().isEmpty()) {
            problems.add("conf_params", "An MGT has no configuration parameters");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems.fields);
        }
    }

    private static void requireParts(FilesystemRequest request) {
        Problems missing = new Problems();
        if (request.name() == null) {
            missing.add("name", MANDATORY);
        }
        if (request.mgt() == null) {
            missing.add("mgt", MANDATORY);
        }
        if (request.mdts() == null) {
            missing.add("mdts", MANDATORY);
        } else if (request.mdts().isEmpty()) {
            missing.add("mdts", "A filesystem needs at least one MDT");
        }
        if (request.osts() == null) {
            missing.add("osts", MANDATORY);
        } else if (request.osts().isEmpty()) {
            missing.add("osts", "A filesystem needs at least one OST");
        }
        if (!missing.isEmpty()) {
            throw new InvalidRequestException(missing.fields);
        }
    }

    private static void checkName(String name, Problems problems) {
        if (name.isEmpty() || name.length() > 8) {
            problems.add("name", "Must have 1 to 8 characters");
        } else if (name.chars().anyMatch(Character::isWhitespace)) {
            problems.add("name", "Must not contain spaces");
        } else if (!NAME.matcher(name).matches()) {
            problems.add("name", "Must consist of letters, digits, - and _, and begin with a letter or digit");
        }
    }

    private void checkMgt(MgtChoice choice, String name, Problems problems) {
        if (choice.id() != null && choice.volumeId() != null) {
            problems.add("id", "Give either the id of an MGT or the volume of a new one, not both");
        } else if (choice.id() != null) {
            Optional<Target> mgt =
                    cluster.target(Target.KIND.id(choice.id())).filter(target -> target.kind() == TargetKind.MGT);
            if (mgt.isEmpty()) {
                problems.add("id", "There is no MGT %d".formatted(choice.id()));
            } else if (mgt.get().immutableState()) {
                problems.add("id", "The MGT is only monitored");
            } else if (cluster.filesystemsOf(mgt.get().id()).stream()
                    .anyMatch(filesystem -> filesystem.name().equals(name))) {
                problems.add("name", "The MGT already has a filesystem of this name");
            }
        } else if (choice.volumeId() != null) {
            checkVolume(choice.volumeId(), "volume_id", problems)
                    .ifPresent(volume -> checkNoOtherMgs(volume, "volume_id", problems));
        } else {
            problems.add("volume_id", "Give the id of an MGT or the volume of a new one");
        }
    }

    private List<Problems> checkTargets(List<NewTarget> targets, TargetKind kind) {
        List<Problems> all = new ArrayList<>();
        for (NewTarget target : targets) {
            Problems problems = new Problems();
            Optional<Volume> unused = checkVolume(target.volumeId(), "volume_id", problems);
            checkFormat(target, kind, problems);
            checkParams(owner(kind), target.confParams(), problems);
            all.add(problems);
        }
        return all;
    }

    private Optional<Volume> checkVolume(@Nullable Long id, String field, Problems problems) {
        if (id == null) {
            problems.add(field, MANDATORY);
            return Optional.empty();
        }
        Optional<Volume> volume = cluster.volume(id);
        if (volume.isEmpty()) {
            problems.add(field, "There is no volume %d".formatted(id));
        } else if (cluster.targetOnVolume(id).isPresent()) {
            problems.add(field, "Volume %s is in use".formatted(volume.get().label()));
        } else if (!taken.add(id)) {
            problems.add(
                    field, "Volume %s is given twice".formatted(volume.get().label()));
        } else if (primaryOf(volume.get()).isEmpty()) {
            problems.add(
                    field,
                    "Volume %s has no primary server; choose one first"
                            .formatted(volume.get().label()));
        } else {
            return volume;
        }
        return Optional.empty();
    }

    /** The node on whose server a target would run; nothing where that is not decided. */
    Optional<VolumeNode> primaryOf(Volume volume) {
        List<VolumeNode> live = volume.nodes().stream()
                .filter(node -> cluster.host(node.host()).isPresent())
                .toList();
        return live.size() == 1
                ? Optional.of(live.get(0))
                : live.stream().filter(VolumeNode::primary).findFirst();
    }

    /** Lustre runs one MGS on a server. */
    private void checkNoOtherMgs(Volume volume, String field, Problems problems) {
        for (VolumeNode node : volume.nodes()) {
            boolean usable = node.primary() || node.use() || volume.nodes().size() == 1;
            boolean occupied =
                    cluster.targetsOn(node.host()).stream().anyMatch(target -> target.kind() == TargetKind.MGT);
            if (usable && occupied) {
                problems.add(
                        field,
                        "Server %s already has an MGT, and a server can run only one"
                                .formatted(TargetNames.host(node.host(), cluster)));
            }
        }
    }

    private void checkFilesystem(TargetKind kind, @Nullable Long id, Problems problems) {
        if (kind == TargetKind.MGT) {
            if (id != null) {
                problems.add("filesystem_id", "An MGT does not belong to a filesystem");
            }
            return;
        }
        if (id == null) {
            problems.add("filesystem_id", MANDATORY);
            return;
        }
        Optional<Filesystem> filesystem = cluster.filesystem(Filesystem.KIND.id(id));
        if (filesystem.isEmpty()) {
            problems.add("filesystem_id", "There is no filesystem %d".formatted(id));
        } else if (filesystem.get().immutableState()) {
            problems.add("filesystem_id", "The filesystem is only monitored");
        }
    }

    private void checkFormat(NewTarget target, TargetKind kind, Problems problems) {
        checkNumber("inode_size", target.inodeSize(), Integer.MAX_VALUE, problems);
        checkNumber("bytes_per_inode", target.bytesPerInode(), Integer.MAX_VALUE, problems);
        checkNumber("inode_count", target.inodeCount(), Long.MAX_VALUE, problems);
        if (!problems.isEmpty()) {
            return;
        }
        // What mke2fs takes, which would otherwise say so when the disk is being formatted.
        Long inode = target.inodeSize();
        if (inode != null && (inode < 128 || inode > 4_096 || Long.bitCount(inode) != 1)) {
            problems.add("inode_size", "Must be a power of two from 128 to 4096");
        }
        Long perInode = target.bytesPerInode();
        if (perInode != null && (perInode < 1_024 || perInode > 67_108_864)) {
            problems.add("bytes_per_inode", "Must be from 1024 to 67108864");
        }
        if (target.inodeCount() != null && target.bytesPerInode() != null) {
            problems.add("inode_count", "Give either inode_count or bytes_per_inode, not both");
        }
        if (target.inodeSize() != null
                && target.bytesPerInode() != null
                && target.inodeSize() >= target.bytesPerInode()) {
            problems.add("inode_size", "Must be less than bytes_per_inode");
        }
        Volume volume = target.volumeId() == null
                ? null
                : cluster.volume(target.volumeId()).orElse(null);
        if (target.inodeCount() != null && volume != null && volume.size() > 0) {
            long inodeSize = target.inodeSize() != null ? target.inodeSize() : USUAL_INODE_SIZE.getOrDefault(kind, 256);
            if (target.inodeCount() > volume.size() / inodeSize) {
                problems.add(
                        "inode_count",
                        "%d inodes of %d bytes do not fit on volume %s of %d bytes"
                                .formatted(target.inodeCount(), inodeSize, volume.label(), volume.size()));
            }
        }
    }

    private static void checkNumber(String field, @Nullable Long value, long most, Problems problems) {
        if (value != null && (value < 1 || value > most)) {
            problems.add(field, "Must be a whole number from 1 to %d".formatted(most));
        }
    }

    private static void checkParams(
            ConfParamRule.Owner owner, @Nullable Map<String, @Nullable String> params, Problems problems) {
        if (params != null) {
            Map<String, List<String>> wrong = paramProblems(owner, params);
            if (!wrong.isEmpty()) {
                problems.fields.put("conf_params", wrong);
            }
        }
    }

    /** By key, what is wrong with setting it; clearing needs a key that there is. */
    public static Map<String, List<String>> paramProblems(
            ConfParamRule.Owner owner, Map<String, @Nullable String> params) {
        Map<String, List<String>> problems = new LinkedHashMap<>();
        params.forEach((key, value) -> {
            Optional<String> problem = value != null
                    ? ConfParamRule.problem(owner, key, value)
                    : ConfParamRule.of(owner).stream()
                                    .anyMatch(rule -> rule.key().equals(key))
                            ? Optional.empty()
                            : Optional.of("There is no such parameter to clear");
            problem.ifPresent(sentence -> problems.put(key, List.of(sentence)));
        });
        return problems;
    }

    public static ConfParamRule.Owner owner(TargetKind kind) {
        return kind == TargetKind.MDT ? ConfParamRule.Owner.MDT : ConfParamRule.Owner.OST;
    }
}
