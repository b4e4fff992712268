package org.chroma.simulator.internal.programs.lustre;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chroma.simulator.internal.cluster.Cluster;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Errno;
import org.chroma.simulator.internal.programs.call.Options;
import org.jspecify.annotations.Nullable;

/** The options that mkfs.lustre and tunefs.lustre share, applied to a target. */
final class TargetOptions {
    static final String KNOWN = "mgs nomgs mdt ost index: fsname: mgsnode: mountfsoptions: backfs-mount-opts: failnode:"
            + " servicenode: param: network: backfstype: device-size: mkfsoptions: reformat replace"
            + " stripe-count-hint: iam-dir dryrun comment: verbose quiet skipmmp force-nohostid"
            + " erase-params erase-param: writeconf rename? help";
    private static final List<String> MKFS_ONLY =
            List.of("mdt", "ost", "reformat", "replace", "mkfsoptions", "device-size");
    private static final List<String> TUNEFS_ONLY = List.of("erase-params", "erase-param", "writeconf", "rename");
    private static final Pattern NID = Pattern.compile("[0-9A-Za-z.:-]*[0-9.][0-9A-Za-z.:-]*@[a-z0-9]+");

    /** Ends the program. */
    static final class Refused extends Exception {
        private final int exitCode;

        Refused(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private final Call call;
    private final Options options;

    private TargetOptions(Call call, Options options) {
        this.call = call;
        this.options = options;
    }

    static TargetOptions parse(Call call, boolean mkfs) throws Refused {
        try {
            Options options = Options.parse(call.arguments(), KNOWN);
            for (String name : mkfs ? TUNEFS_ONLY : MKFS_ONLY) {
                if (options.has(name)) {
                    throw new Options.BadOptionException("unrecognized option '--%s'".formatted(name));
                }
            }
            return new TargetOptions(call, options);
        } catch (Options.BadOptionException e) {
            call.errf("%1$s: %2$s%n%1$s: %2$s%n", call.program(), String.valueOf(e.getMessage()));
            throw exit(call, 22);
        }
    }

    Options options() {
        return options;
    }

    @Nullable
    String device() {
        List<String> operands = options.operands();
        return operands.isEmpty() ? null : operands.get(operands.size() - 1);
    }

    /** The last line of a refusal, with the error's name. */
    static Refused exit(Call call, int error) {
        call.errf("%s: exiting with %d (%s)%n", call.program(), error, Errno.text(error));
        return new Refused(error);
    }

    Refused fatal(int error, String message) {
        call.errf("%n%s FATAL: %s%n", call.program(), message);
        return exit(call, error);
    }

    /** Reads all that describes the target. */
    void apply(LustreTarget target) throws Refused {
        if (options.has("mgs")) {
            target.set(LustreTarget.MGS);
        }
        if (options.has("nomgs")) {
            target.clear(LustreTarget.MGS);
        }
        if (options.has("mdt")) {
            target.set(LustreTarget.MDT);
        }
        if (options.has("ost")) {
            target.set(LustreTarget.OST);
        }
        String fsname = options.value("fsname");
        if (fsname != null) {
            target.fsname(checkedName(fsname));
        }
        String index = options.value("index");
        if (index != null) {
            target.index(number(index));
            target.clear(LustreTarget.NEEDS_INDEX);
        }
        String mountOptions = options.value("mountfsoptions");
        if (mountOptions != null) {
            target.mountOptions(mountOptions);
        }
        String comment = options.value("comment");
        if (comment != null) {
            target.comment(comment);
        }
        String backend = options.value("backfstype", "ldiskfs");
        if (!backend.equals("ldiskfs") && !backend.equals("zfs")) {
            call.errf("%s: invalid backend filesystem type %s%n", call.program(), backend);
            throw new Refused(1);
        }
        nids(target, "mgsnode", "mgsnode");
        if (options.has("servicenode") && options.has("failnode")) {
            throw fatal(22, "--failnode cannot be used with --servicenode");
        }
        nids(target, "servicenode", "failover.node");
        nids(target, "failnode", "failover.node");
        if (options.has("servicenode")) {
            target.set(LustreTarget.NO_PRIMNODE);
        } else if (options.has("failnode")) {
            target.clear(LustreTarget.NO_PRIMNODE);
        }
        for (String parameter : options.all("param")) {
            if (!parameter.contains("=")) {
                call.errf("%s: bad parameter '%s'%n", call.program(), parameter);
                throw exit(call, 22);
            }
            target.parameters().add(parameter);
        }
    }

    private String checkedName(String fsname) throws Refused {
        if (fsname.isEmpty() || fsname.length() > 8) {
            call.errf("%s: filesystem name must be 1-8 chars%n", call.program());
            throw exit(call, 1);
        }
        for (int i = 0; i < fsname.length(); i++) {
            char c = fsname.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '_' && c != '-') {
                call.errf("%s: char '%c' not allowed in filesystem name%n", call.program(), c);
                throw exit(call, 1);
            }
        }
        return fsname;
    }

    private int number(String index) throws Refused {
        try {
            int value = Integer.decode(index.startsWith("0x") ? index : index.replaceFirst("^0+(?=\\d)", ""));
            if (value >= 0 && value < LustreTarget.UNASSIGNED) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The same complaint as for a number out of range.
        }
        call.errf("%s: wrong index %s%n", call.program(), index);
        throw exit(call, 22);
    }

    private void nids(LustreTarget target, String option, String key) throws Refused {
        if (!options.has(option)) {
            return;
        }
        List<String> groups = new ArrayList<>();
        for (String value : options.all(option)) {
            for (String group : value.split(":", -1)) {
                for (String nid : group.split(",", -1)) {
                    if (!NID.matcher(nid).matches()) {
                        call.errf("%s: Unsupported NID '%s': rc = Unknown error -22.%n", call.program(), nid);
                        call.errf("%s: Can't parse NID '%s'%n", call.program(), nid);
                        throw exit(call, 1);
                    }
                }
                groups.add(String.join(
                        ",",
                        Stream.of(group.split(",", -1)).map(Cluster::canonical).toList()));
            }
        }
        String parameter = key + "=" + String.join(":", groups);
        List<String> parameters = target.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).startsWith(key + "=")) {
                parameters.set(i, parameters.get(i) + ":" + String.join(":", groups));
                return;
            }
        }
        parameters.add(parameter);
    }
}
