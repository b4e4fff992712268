package org.chroma.store.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chroma.core.Alert;
import org.chroma.core.AlertType;
import org.chroma.core.Changes;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.Resource;
import org.chroma.core.StepResult;
import org.chroma.model.ConfParam;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.Volume;
import org.chroma.spi.Condition.Severity;
import org.chroma.spi.StorageResource;
import org.jspecify.annotations.Nullable;

/** Example records with every field filled. */
final class Records {
    static final Instant T0 = Instant.parse("2026-03-04T05:06:07.123456789Z");

    private Records() {}

    static Changes jobs(List<Command> commands, List<Job> jobs, List<StepResult> steps) {
        return new Changes(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), commands, jobs, steps);
    }

    static Changes hosts(Host... hosts) {
        return new Changes(
                List.of(hosts),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    static Changes resources(List<Resource> put, List<String> removed) {
        return new Changes(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), put, removed, List.of(),
                List.of(), List.of(), List.of());
    }

    static Host host(long id, HostState state) {
        return new Host(
                Host.KIND.id(id),
                state,
                T0,
                false,
                "root@oss" + id + ":2222",
                "oss" + id + ".example",
                "oss" + id,
                T0,
                null);
    }

    static LnetConfiguration lnet(long id) {
        return new LnetConfiguration(
                LnetConfiguration.KIND.id(id),
                LnetState.NIDS_KNOWN,
                T0,
                false,
                Host.KIND.id(id),
                List.of(new Nid("10.0.0.1@tcp0"), new Nid("10.1.0.1@o2ib1")),
                "oss" + id);
    }

    static Volume volume(long id) {
        return new Volume(
                id,
                "disk \u2603 " + id,
                1L << 45,
                "SCSI device",
                "linux:disk:" + id,
                List.of(new Volume.VolumeNode(id, id, Host.KIND.id(1), "/dev/sd" + id, true, true)));
    }

    static Target mgt(long id, TargetState state) {
        return new Target(
                Target.KIND.id(id),
                state,
                T0,
                false,
                TargetKind.MGT,
                "MGS",
                "uuid-" + id,
                "MGS_1",
                7,
                null,
                0,
                Target.Format.DEFAULT,
                List.of(new Target.Mount(Host.KIND.id(1), 7, "/dev/sdb", "/mnt/mgs", true)),
                Host.KIND.id(1),
                Map.of("status", "COMPLETE"),
                3,
                2);
    }

    static Target ost(long id, long filesystem) {
        return new Target(
                Target.KIND.id(id),
                TargetState.UNFORMATTED,
                T0,
                false,
                TargetKind.OST,
                null,
                null,
                null,
                8,
                Filesystem.KIND.id(filesystem),
                4,
                new Target.Format("ldiskfs", 512, 2048, null, true),
                List.of(),
                null,
                Map.of(),
                0,
                0);
    }

    static Filesystem filesystem(long id) {
        return new Filesystem(
                Filesystem.KIND.id(id), FilesystemState.AVAILABLE, T0, false, "lfs" + id, Target.KIND.id(1), 1, 4);
    }

    static ConfParam param(String key, @Nullable String value, long version) {
        return new ConfParam(Target.KIND.id(1), Filesystem.KIND.id(1), key, value, version);
    }

    static Resource resource(long id, String label) {
        return new Resource(
                key(id),
                id,
                "linux",
                "ScsiDevice",
                StorageResource.Role.LOGICAL_DRIVE,
                label,
                Map.of("size", 5L, "wwid", "\u0000\ud800", "paths", List.of("a", "b"), "good", true, "load", 0.5),
                Set.of(1L, 2L),
                List.of("linux:parent"));
    }

    static Resource unwritableResource(long id) {
        return new Resource(
                "bad",
                id,
                "linux",
                "ScsiDevice",
                StorageResource.Role.OTHER,
                "bad",
                Map.of("bad", new Object()),
                Set.of(),
                List.of());
    }

    /** Longer than any index would take. */
    static String key(long id) {
        return "linux:disk:" + id + ":" + "x".repeat(5_000);
    }

    static Alert alert(long id, boolean active) {
        return new Alert(
                id, AlertType.HOST_CONTACT, Host.KIND.id(1), null, Severity.WARNING, "Lost", T0, T0, active, false);
    }

    static Changes alerts(Alert... alerts) {
        return new Changes(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(alerts),
                List.of(),
                List.of(),
                List.of());
    }

    static Command command(long id, boolean complete, Instant at, Long... jobs) {
        return new Command(
                id, "Start target", "admin", List.of(jobs), complete ? Outcome.SUCCEEDED : Outcome.UNFINISHED, at);
    }

    static Job job(long id, JobState state, Instant modified) {
        return new Job(
                id,
                "StartTargetJob",
                "Start",
                "Start target",
                Target.KIND.id(1),
                "unmounted",
                "mounted",
                Map.of("hosts", "[1]"),
                state,
                true,
                List.of(id + 1),
                List.of(
                        new Job.Lock(Target.KIND.id(1), true, "unmounted", "mounted"),
                        new Job.Lock(Host.KIND.id(1), false, null, null)),
                "",
                Host.KIND.id(1),
                T0,
                modified);
    }

    static StepResult step(long id, long job, String console) {
        return new StepResult(
                id, job, 0, 2, "mount", "Mount it", "{}", StepResult.State.INCOMPLETE, "log", console, "", "", T0, T0);
    }
}
