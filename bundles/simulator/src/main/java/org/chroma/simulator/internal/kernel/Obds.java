package org.chroma.simulator.internal.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.Mount;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.lustre.MgsConfiguration;

/** The devices that {@code lctl dl} lists: one layer upon the other for each mounted target. */
public final class Obds {

    private record Obd(String type, String name, String uuid, int references) {}

    private final List<Obd> obds = new ArrayList<>();
    private final SimServer server;

    public Obds(SimServer server) {
        this.server = server;
        for (Mount mount : server.targetMounts()) {
            LustreTarget target = server.disk(mount.serial()).map(Disk::target).orElse(null);
            if (target != null) {
                add(mount.service(), target);
            }
        }
    }

    private void add(String name, LustreTarget target) {
        obds.add(new Obd("osd-ldiskfs", name + "-osd", name + "-osd_UUID", 5));
        if (target.has(LustreTarget.MGS)) {
            obds.add(new Obd("mgs", "MGS", "MGS", 5));
        }
        String mgs = target.has(LustreTarget.MGS)
                ? server.spec().nid()
                : target.mgsNids().stream().findFirst().orElse("").split(",", -1)[0];
        once(new Obd("mgc", "MGC" + mgs, uuid("MGC" + mgs), 5));
        String fs = target.fsname();
        String hex = LustreTarget.hex(target.index());
        if (target.has(LustreTarget.MDT)) {
            once(new Obd("mds", "MDS", "MDS_uuid", 3));
            obds.add(new Obd("lod", name + "-mdtlov", name + "-mdtlov_UUID", 4));
            obds.add(new Obd("mdt", name, name + "_UUID", 9));
            obds.add(new Obd("mdd", "%s-MDD%s".formatted(fs, hex), "%s-MDD%s_UUID".formatted(fs, hex), 4));
            if (target.index() == 0) {
                obds.add(new Obd("qmt", fs + "-QMT0000", fs + "-QMT0000_UUID", 4));
            }
            String lwp = "%s-MDT0000-lwp-MDT%s".formatted(fs, hex);
            obds.add(new Obd("lwp", lwp, lwp + "_UUID", 5));
            others(target, name);
        }
        if (target.has(LustreTarget.OST)) {
            once(new Obd("ost", "OSS", "OSS_uuid", 3));
            obds.add(new Obd("obdfilter", name, name + "_UUID", 5));
            String lwp = "%s-MDT0000-lwp-OST%s".formatted(fs, hex);
            obds.add(new Obd("lwp", lwp, lwp + "_UUID", 5));
        }
    }

    private void others(LustreTarget mdt, String name) {
        String suffix = "MDT" + LustreTarget.hex(mdt.index());
        server.cluster().mgs(mdt.mgsNids()).ifPresent(mgs -> {
            for (MgsConfiguration.Registration other :
                    mgs.target().configuration().targets(mdt.fsname())) {
                if (!other.name().equals(name)) {
                    String kind = other.name().contains("-MDT") ? "osp" : "osc";
                    obds.add(
                            new Obd("osp", "%s-%s-%s".formatted(other.name(), kind, suffix), name + "-mdtlov_UUID", 5));
                }
            }
        });
    }

    private void once(Obd obd) {
        if (obds.stream().noneMatch(o -> o.name().equals(obd.name()))) {
            obds.add(obd);
        }
    }

    private String uuid(String text) {
        return UUID.nameUUIDFromBytes((server.name() + text).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** As {@code lctl dl} prints it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < obds.size(); i++) {
            Obd obd = obds.get(i);
            text.append("%3d UP %s %s %s %d%n".formatted(i, obd.type(), obd.name(), obd.uuid(), obd.references()));
        }
        return text.toString();
    }
}
