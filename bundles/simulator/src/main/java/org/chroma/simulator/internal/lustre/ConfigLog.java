package org.chroma.simulator.internal.lustre;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chroma.simulator.internal.kernel.Parameters;
import org.chroma.simulator.internal.lustre.MgsConfiguration.Parameter;
import org.chroma.simulator.internal.lustre.MgsConfiguration.Registration;

/** A configuration log of an MGS, as lctl and llog_reader print it. */
public final class ConfigLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * @param lctl what lctl prints behind the index; empty for markers, which it leaves out
     * @param reader what llog_reader prints behind the length
     * @param ended whether the record is skipped
     */
    private record Entry(String lctl, String reader, int bytes, boolean ended) {}

    private final List<Entry> entries = new ArrayList<>();
    private int marker;

    private ConfigLog() {}

    /** A log by its name in CONFIGS, where the MGS has it. */
    public static Optional<ConfigLog> of(MgsConfiguration configuration, String name) {
        if (!configuration.logs().contains(name)) {
            return Optional.empty();
        }
        ConfigLog log = new ConfigLog();
        if (name.equals("params")) {
            configuration.setParams().forEach(log::setParam);
            return Optional.of(log);
        }
        String fsname = name.substring(0, name.lastIndexOf('-'));
        List<Registration> targets = configuration.targets(fsname);
        if (name.endsWith("-client")) {
            log.client(fsname, targets);
        } else {
            Registration self = configuration.target(fsname, name).orElseThrow();
            if (name.contains("-MDT")) {
                log.mdt(self, targets);
            } else {
                log.ost(self);
            }
        }
        for (Parameter p : configuration.confParams(fsname)) {
            device(fsname, name, p).ifPresent(device -> log.confParam(device, p));
        }
        return Optional.of(log);
    }

    /** The device that a parameter sets in a log; none where the log does not concern it. */
    private static Optional<String> device(String fsname, String log, Parameter p) {
        boolean client = log.endsWith("-client");
        String kind = p.key().substring(0, Math.max(0, p.key().indexOf('.')));
        if (p.subject().equals(fsname)) {
            return client || kind.equals("sys") ? Optional.of(log) : Optional.empty();
        }
        if (kind.equals("osc") || kind.equals("mdc")) {
            // What clients use to reach a target is set with them, and MDTs are clients of OSTs.
            String suffix =
                    client ? "" : log.contains("-MDT") && kind.equals("osc") ? log.substring(log.length() - 8) : "-";
            return suffix.equals("-") ? Optional.empty() : Optional.of(p.subject() + "-" + kind + suffix);
        }
        return p.subject().equals(log) ? Optional.of(log) : Optional.empty();
    }

    private void client(String fsname, List<Registration> targets) {
        long time = targets.stream().mapToLong(Registration::time).min().orElse(0);
        String lov = fsname + "-clilov";
        String lmv = fsname + "-clilmv";
        layout(lov, "lov", time, "stripe:cnt=1 size=4194304 offset=18446744073709551615 pattern=0x1");
        layout(lmv, "lmv", time, "stripe:cnt=0 size=0 offset=0 pattern=0");
        String profile = fsname + "-client";
        marked(
                profile,
                "mount opts",
                time,
                () -> add(
                        "event: new_profile, name: %s, lov: %s, lmv: %s".formatted(profile, lov, lmv),
                        "mount_option 0:  1:%s  2:%s  3:%s  ".formatted(profile, lov, lmv),
                        120));
        for (Registration t : targets) {
            boolean mdt = t.name().contains("-MDT");
            String device = t.name() + (mdt ? "-mdc" : "-osc");
            marked(t.name(), mdt ? "add mdc" : "add osc", t.time(), () -> {
                connections(t, device, mdt ? "mdc" : "osc", mdt ? lmv + "_UUID" : lov + "_UUID");
                int index = Integer.parseInt(t.name().substring(t.name().length() - 4), 16);
                if (mdt) {
                    add(
                            "event: add_mdc, device: %s, mdt: %s_UUID, index: %d, gen: 1, UUID: %s_UUID"
                                    .formatted(lmv, t.name(), index, device),
                            "modify_mdc_tgts add 0:%s  1:%s_UUID  2:%d  3:1  4:%s_UUID  "
                                    .formatted(lmv, t.name(), index, device),
                            160);
                } else {
                    addOsc(lov, t.name(), index);
                }
            });
        }
    }

    private void addOsc(String lov, String name, int index) {
        add(
                "event: add_osc, device: %s, ost: %s_UUID, index: %d, gen: 1".formatted(lov, name, index),
                "lov_modify_tgts add 0:%s  1:%s_UUID  2:%d  3:1  ".formatted(lov, name, index),
                128);
    }

    private void layout(String device, String type, long time, String stripe) {
        marked(device, type + " setup", time, () -> {
            add(
                    "event: attach, device: %1$s, type: %2$s, UUID: %1$s_UUID".formatted(device, type),
                    "attach    0:%1$s  1:%2$s  2:%1$s_UUID  ".formatted(device, type),
                    120);
            add(
                    "event: setup, device: %s, UUID: ".formatted(device),
                    "lov_setup 0:%1$s  1:(struct lov_desc)\n\t\tuuid=%1$s_UUID  %2$s".formatted(device, stripe),
                    168);
        });
    }

    private void mdt(Registration self, List<Registration> targets) {
        String name = self.name();
        String lov = name + "-mdtlov";
        layout(lov, "lov", self.time(), "stripe:cnt=1 size=4194304 offset=18446744073709551615 pattern=0x1");
        marked(name, "add mdt", self.time(), () -> {
            add(
                    "event: attach, device: %1$s, type: mdt, UUID: %1$s_UUID".formatted(name),
                    "attach    0:%1$s  1:mdt  2:%1$s_UUID  ".formatted(name),
                    120);
            add(
                    "event: new_profile, name: %s, lov: %s".formatted(name, lov),
                    "mount_option 0:  1:%s  2:%s  ".formatted(name, lov),
                    112);
            int index = Integer.parseInt(name.substring(name.length() - 4), 16);
            add(
                    "event: setup, device: %1$s, UUID: %1$s_UUID, node: %2$d, options: %3$s, failout: f"
                            .formatted(name, index, lov),
                    "setup     0:%1$s  1:%1$s_UUID  2:%2$d  3:%3$s  4:f  ".formatted(name, index, lov),
                    160);
        });
        String suffix = name.substring(name.length() - 7);
        for (Registration t : targets) {
            if (!t.name().equals(name)) {
                boolean mdt = t.name().contains("-MDT");
                String device = t.name() + (mdt ? "-osp-" : "-osc-") + suffix;
                marked(t.name(), mdt ? "add osp" : "add osc", t.time(), () -> {
                    connections(t, device, mdt ? "osp" : "osc", lov + "_UUID");
                    int index = Integer.parseInt(t.name().substring(t.name().length() - 4), 16);
                    if (mdt) {
                        add(
                                "event: add_mdc, device: %s, mdt: %s_UUID, index: %d, gen: 1"
                                        .formatted(lov, t.name(), index),
                                "modify_mdc_tgts add 0:%s  1:%s_UUID  2:%d  3:1  ".formatted(lov, t.name(), index),
                                136);
                    } else {
                        addOsc(lov, t.name(), index);
                    }
                });
            }
        }
    }

    private void ost(Registration self) {
        String name = self.name();
        marked(name, "add ost", self.time(), () -> {
            add(
                    "event: attach, device: %1$s, type: obdfilter, UUID: %1$s_UUID".formatted(name),
                    "attach    0:%1$s  1:obdfilter  2:%1$s_UUID  ".formatted(name),
                    128);
            add(
                    "event: setup, device: %s, UUID: dev, node: type, options: f".formatted(name),
                    "setup     0:%s  1:dev  2:type  3:f  ".formatted(name),
                    112);
        });
    }

    private void connections(Registration target, String device, String type, String uuid) {
        addUuid(target.nid());
        add(
                "event: attach, device: %s, type: %s, UUID: %s".formatted(device, type, uuid),
                "attach    0:%s  1:%s  2:%s  ".formatted(device, type, uuid),
                128);
        add(
                "event: setup, device: %s, UUID: %s_UUID, node: %s".formatted(device, target.name(), target.nid()),
                "setup     0:%s  1:%s_UUID  2:%s  ".formatted(device, target.name(), target.nid()),
                136);
        for (String nid : target.connections()) {
            addUuid(nid);
            add(
                    "event: add_conn, device: %s, node: %s".formatted(device, nid),
                    "add_conn  0:%s  1:%s  ".formatted(device, nid),
                    104);
        }
    }

    private void addUuid(String nid) {
        add(
                "event: add_uuid, nid: %1$s(%2$s), node: %1$s".formatted(nid, hex(nid)),
                "add_uuid  nid=%1$s(%2$s)  0:  1:%1$s  ".formatted(nid, hex(nid)),
                80);
    }

    private static String hex(String nid) {
        StringBuilder hex = new StringBuilder("0x20000");
        for (String part : nid.replaceFirst("@.*", "").split("\\.", -1)) {
            hex.append("%02x".formatted(part.matches("\\d+") ? Integer.parseInt(part) & 0xff : 0));
        }
        return hex.toString();
    }

    private void confParam(String device, Parameter p) {
        int start = entries.size();
        marked(device, p.key(), p.time(), () -> {
            String setting = p.key() + "=" + p.value();
            if (p.key().equals("sys.timeout") && p.value().matches("\\d{1,9}")) {
                add(
                        "event: set_timeout, num: 0x%06x, parameter: %s"
                                .formatted(Integer.parseInt(p.value()), setting),
                        "set_timeout=%s  0:  1:%s  ".formatted(p.value(), setting),
                        88);
            } else {
                add(
                        "event: conf_param, device: %s, parameter: %s".formatted(device, setting),
                        "param 0:%s  1:%s  ".formatted(device, setting),
                        104);
            }
        });
        skip(p, start);
    }

    private void setParam(Parameter p) {
        int start = entries.size();
        marked(
                p.subject(),
                p.key(),
                p.time(),
                () -> add(
                        "event: set_param, device: %s, parameter: %s, value: %s"
                                .formatted(p.subject(), p.key(), p.value()),
                        "set_param 0:%s  1:%s=%s  2:lctl  ".formatted(p.subject(), p.key(), p.value()),
                        112));
        skip(p, start);
    }

    private void skip(Parameter p, int start) {
        if (p.until() != 0) {
            for (int i = start; i < entries.size(); i++) {
                Entry e = entries.get(i);
                String reader = e.reader().startsWith("marker")
                        ? "SKIP START " + e.reader().replace("flags=0x01", "flags=0x05") + TIME.format(at(p.until()))
                        : "SKIP " + e.reader().replace("flags=0x02", "flags=0x06");
                entries.set(i, new Entry(e.lctl(), reader, e.bytes(), true));
            }
        }
    }

    private void marked(String subject, String comment, long time, Runnable body) {
        marker++;
        String when = TIME.format(at(time));
        String text = "marker %3d (flags=0x0%d, v%s.0) %-15s '%s' %s-";
        add("", text.formatted(marker, 1, Parameters.VERSION, subject, comment, when), 224);
        body.run();
        add("", "END   " + text.formatted(marker, 2, Parameters.VERSION, subject, comment, when), 224);
    }

    private static Instant at(long seconds) {
        return Instant.ofEpochSecond(seconds);
    }

    private void add(String lctl, String reader, int bytes) {
        entries.add(new Entry(lctl, reader, bytes, false));
    }

    /** As {@code lctl llog_print} prints it. */
    public String print() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            if (!e.lctl().isEmpty() && !e.ended()) {
                text.append("- { index: ")
                        .append(i + 1)
                        .append(", ")
                        .append(e.lctl())
                        .append(" }\n");
            }
        }
        return text.toString();
    }

    /** As llog_reader prints it. */
    public String read(long time) {
        StringBuilder text = new StringBuilder();
        int offset = 8192;
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            text.append("rec #%d type=10620000 len=%d offset %d%n".formatted(i + 1, e.bytes(), offset));
            offset += e.bytes();
        }
        text.append("Header size : 8192\t llh_size : 80\nTime : ")
                .append(TIME.format(at(time)))
                .append('\n');
        text.append("Number of records: %1$d\tcat_idx: 0\tlast_idx: %1$d%n".formatted(entries.size()));
        text.append("Flags: 0x4\nTarget uuid : config_uuid\n-----------------------\n");
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            text.append("#%02d (%03d)%s%n".formatted(i + 1, e.bytes(), e.reader()));
        }
        return text.toString();
    }

    /** Its size on the disk, in bytes. */
    public int bytes() {
        return 8192 + entries.stream().mapToInt(Entry::bytes).sum();
    }
}
