package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chroma.model.TargetKind;
import org.chroma.model.action.FormatTarget;
import org.chroma.model.action.FormattedTarget;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.OutputListener;
import org.osgi.service.component.annotations.Component;

/**
 * Writes Lustre's format on a device, after having looked what is there: mkfs.lustre itself protects nothing but
 * other Lustre targets.
 */
@Component
public final class FormatTargetPlugin implements ActionPlugin<FormatTarget, FormattedTarget> {
    private static final Pattern FSNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,7}");
    private static final Pattern MKFS_OPTION = Pattern.compile("[A-Za-z0-9_.,:=^+/-]+");
    private static final int HIGHEST_INDEX = 0xffff;

    @Override
    public Class<FormatTarget> action() {
        return FormatTarget.class;
    }

    @Override
    public FormattedTarget run(FormatTarget action, ActionContext context) throws IOException, InterruptedException {
        Device device = new Device(action.device());
        List<String> command = command(action, device);
        Machine machine = context.machine();
        if (!machine.exists(device.path())) {
            throw new IOException("there is no device " + device + " on " + machine.nodename());
        }
        device.refuseMounted(machine);
        switch (decide(action, device, machine)) {
            case LEAVE -> context.console().line(device + " already holds the wanted target");
            case FORMAT ->
                machine.run(action.timeLimit(), OutputListener.NONE, command).expectSuccess();
            case REFORMAT ->
                machine.run(action.timeLimit(), OutputListener.NONE, withReformat(command))
                        .expectSuccess();
        }
        return BackingFilesystem.of(machine, device);
    }

    private enum Decision {
        LEAVE,
        FORMAT,
        REFORMAT
    }

    private static Decision decide(FormatTarget action, Device device, Machine machine)
            throws IOException, InterruptedException {
        Optional<Signature> signature = Signature.of(machine, device);
        if (signature.isEmpty()) {
            return Decision.FORMAT;
        }
        Optional<TargetData> existing = TargetData.of(machine, device);
        if (existing.isPresent() && isWanted(action, existing.get())) {
            return Decision.LEAVE;
        }
        if (action.reformat()) {
            return Decision.REFORMAT;
        }
        if (existing.isPresent()) {
            throw new IOException("%s holds the Lustre target %s; it is overwritten only if you allow reformatting"
                    .formatted(device, existing.get().name()));
        }
        if (signature.get().label().equals(unregisteredLabel(action))) {
            // Ours, broken off before Lustre's data were written: nobody else gives such a label.
            return Decision.REFORMAT;
        }
        throw new IOException("%s holds %s; it is overwritten only if you allow reformatting"
                .formatted(device, signature.get().description()));
    }

    private static boolean isWanted(FormatTarget action, TargetData existing) {
        return existing.neverRegistered()
                && existing.name().equals(name(action, "-"))
                && NidGroups.parse(existing.values("mgsnode")).equals(NidGroups.of(action.mgsNids()))
                && NidGroups.parse(existing.values("failover.node")).equals(NidGroups.of(action.failoverNids()));
    }

    /** The label that mkfs.lustre gives, and that lasts until the target was registered. */
    private static String unregisteredLabel(FormatTarget action) {
        return name(action, ":");
    }

    private static String name(FormatTarget action, String separator) {
        return action.kind() == TargetKind.MGT
                ? "MGS"
                : "%s%s%s%04x".formatted(action.fsname(), separator, action.kind(), action.index());
    }

    static List<String> command(FormatTarget action, Device device) {
        List<String> command = new ArrayList<>();
        command.add("mkfs.lustre");
        switch (action.kind()) {
            case MGT -> command.add("--mgs");
            case MDT -> command.add("--mdt");
            case OST -> command.add("--ost");
        }
        if (action.kind() != TargetKind.MGT) {
            String fsname = action.fsname();
            if (fsname == null || !FSNAME.matcher(fsname).matches()) {
                throw new IllegalArgumentException("not a filesystem name of 1 to 8 letters and digits: " + fsname);
            }
            if (action.index() < 0 || action.index() > HIGHEST_INDEX) {
                throw new IllegalArgumentException(
                        "not an index from 0 to %d: %d".formatted(HIGHEST_INDEX, action.index()));
            }
            command.add("--fsname=" + fsname);
            command.add("--index=" + action.index());
            NidGroups mgs = NidGroups.of(action.mgsNids());
            if (mgs.groups().isEmpty()) {
                throw new IllegalArgumentException("the NIDs of the MGS are missing");
            }
            command.addAll(mgs.options("--mgsnode"));
        }
        command.addAll(NidGroups.of(action.failoverNids()).options("--failnode"));
        if (!action.backend().equals("ldiskfs")) {
            throw new IllegalArgumentException("this agent formats ldiskfs only, not " + action.backend());
        }
        command.add("--backfstype=ldiskfs");
        for (String option : action.mkfsOptions()) {
            if (!MKFS_OPTION.matcher(option).matches()) {
                throw new IllegalArgumentException("not an option for mkfs: " + option);
            }
        }
        if (!action.mkfsOptions().isEmpty()) {
            command.add("--mkfsoptions=" + String.join(" ", action.mkfsOptions()));
        }
        command.add(device.path());
        return command;
    }

    private static List<String> withReformat(List<String> command) {
        List<String> reformat = new ArrayList<>(command);
        reformat.add(1, "--reformat");
        return reformat;
    }
}
