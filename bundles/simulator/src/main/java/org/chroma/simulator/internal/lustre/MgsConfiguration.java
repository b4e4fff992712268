package org.chroma.simulator.internal.lustre;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an MGS knows: the filesystems, their targets and where they run, and the parameters set for good. */
public final class MgsConfiguration {

    /**
     * A target that registered.
     *
     * @param uuid of its backing filesystem: another disk cannot take the same name
     * @param nid where it is set up first
     * @param connections where else it may be, its first server among them
     * @param time of registration, in seconds since 1970
     */
    public record Registration(String name, String uuid, String nid, List<String> connections, long time) {}

    /**
     * A parameter set with conf_param or {@code set_param -P}.
     *
     * @param subject the filesystem or target, {@code general} where it is neither
     * @param key without the subject
     * @param until when it was taken back, in seconds since 1970; 0 while it holds
     */
    public record Parameter(String subject, String key, String value, long time, long until) {
        Parameter endedAt(long when) {
            return new Parameter(subject, key, value, time, when);
        }
    }

    private final Map<String, List<Registration>> filesystems = new LinkedHashMap<>();
    private final List<Parameter> confParams = new ArrayList<>();
    private final List<Parameter> setParams = new ArrayList<>();

    public List<String> filesystems() {
        return List.copyOf(filesystems.keySet());
    }

    public boolean knows(String fsname) {
        return filesystems.containsKey(fsname);
    }

    public List<Registration> targets(String fsname) {
        return List.copyOf(filesystems.getOrDefault(fsname, List.of()));
    }

    public Optional<Registration> target(String fsname, String name) {
        return targets(fsname).stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /** Adds a target, or renews it. */
    public void register(String fsname, Registration target) {
        List<Registration> targets = filesystems.computeIfAbsent(fsname, name -> new ArrayList<>());
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).name().equals(target.name())) {
                targets.set(i, target);
                return;
            }
        }
        targets.add(target);
    }

    /** What a writeconf of a filesystem's first MDT does: its logs start afresh, parameters included. */
    public void regenerate(String fsname) {
        filesystems.put(fsname, new ArrayList<>());
        confParams.removeIf(p -> belongs(p, fsname));
    }

    /** Deletes one configuration log by its file name, for example {@code lfs-client} or {@code lfs-OST0001}. */
    public boolean deleteLog(String log) {
        if (log.equals("params")) {
            boolean had = !setParams.isEmpty();
            setParams.clear();
            return had;
        }
        int dash = log.lastIndexOf('-');
        String fsname = dash < 0 ? log : log.substring(0, dash);
        List<Registration> targets = filesystems.get(fsname);
        if (targets == null) {
            return false;
        }
        if (log.endsWith("-client")) {
            confParams.removeIf(p -> p.subject().equals(fsname));
        } else if (!targets.removeIf(t -> t.name().equals(log))) {
            return false;
        }
        deletedLogs.add(log);
        if (targets.isEmpty() && deletedLogs.contains(fsname + "-client")) {
            filesystems.remove(fsname);
            deletedLogs.removeIf(name -> name.startsWith(fsname + "-"));
        }
        return true;
    }

    private final List<String> deletedLogs = new ArrayList<>();

    /** The names of the files in CONFIGS that are logs. */
    public List<String> logs() {
        List<String> names = new ArrayList<>();
        if (!setParams.isEmpty()) {
            names.add("params");
        }
        filesystems.forEach((fsname, targets) -> {
            if (!deletedLogs.contains(fsname + "-client")) {
                names.add(fsname + "-client");
            }
            targets.forEach(t -> names.add(t.name()));
        });
        return names;
    }

    public List<Parameter> confParams(String fsname) {
        return confParams.stream().filter(p -> belongs(p, fsname)).toList();
    }

    public List<Parameter> setParams() {
        return List.copyOf(setParams);
    }

    /**
     * Sets or, with a null value, takes back.
     *
     * @return false where the filesystem or target is unknown
     */
    public boolean confParam(String subject, String key, @Nullable String value, long now) {
        String fsname = fsname(subject);
        if (!knows(fsname)
                || (!subject.equals(fsname) && target(fsname, subject).isEmpty())) {
            return false;
        }
        return put(confParams, subject, key, value, now) || value != null;
    }

    public void setParam(String subject, String key, @Nullable String value, long now) {
        put(setParams, subject, key, value, now);
    }

    private static boolean put(List<Parameter> list, String subject, String key, @Nullable String value, long now) {
        boolean ended = false;
        for (int i = 0; i < list.size(); i++) {
            Parameter p = list.get(i);
            if (p.until() == 0 && p.subject().equals(subject) && p.key().equals(key)) {
                list.set(i, p.endedAt(now));
                ended = true;
            }
        }
        if (value != null) {
            list.add(new Parameter(subject, key, value, now, 0));
        }
        return ended;
    }

    private static boolean belongs(Parameter parameter, String fsname) {
        return fsname(parameter.subject()).equals(fsname);
    }

    private static String fsname(String subject) {
        int dash = subject.lastIndexOf('-');
        return dash < 0 ? subject : subject.substring(0, dash);
    }
}
