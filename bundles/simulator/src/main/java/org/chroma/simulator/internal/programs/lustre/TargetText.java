package org.chroma.simulator.internal.programs.lustre;

import org.chroma.simulator.internal.lustre.LustreTarget;

/** How mkfs.lustre and tunefs.lustre print a target. */
final class TargetText {

    private TargetText() {}

    /**
     * @param title what the values are
     * @param name as the tool shows it, with its separator
     */
    static String print(String title, String device, String name, LustreTarget target) {
        int flags = target.flags();
        StringBuilder names = new StringBuilder();
        append(names, flags, LustreTarget.MDT, "MDT");
        append(names, flags, LustreTarget.OST, "OST");
        append(names, flags, LustreTarget.MGS, "MGS");
        append(names, flags, LustreTarget.NEEDS_INDEX, "needs_index");
        append(names, flags, LustreTarget.FIRST_TIME, "first_time");
        append(names, flags, LustreTarget.UPDATE, "update");
        append(names, flags, LustreTarget.WRITECONF, "writeconf");
        append(names, flags, LustreTarget.NO_PRIMNODE, "no_primnode");
        String index = target.index() == LustreTarget.UNASSIGNED ? "unassigned" : String.valueOf(target.index());
        StringBuilder text = new StringBuilder();
        text.append("\n   ").append(title).append(":\n");
        text.append("Device:     ").append(device).append('\n');
        text.append("Target:     ").append(name).append('\n');
        text.append("Index:      ").append(index).append('\n');
        text.append("Lustre FS:  ").append(target.fsname()).append('\n');
        text.append("Mount type: ldiskfs\n");
        text.append("Flags:      0x").append(Integer.toHexString(flags)).append('\n');
        text.append("              (").append(names).append(")\n");
        text.append("Persistent mount opts: ").append(target.mountOptions()).append('\n');
        text.append("Parameters:");
        target.parameters().forEach(p -> text.append(' ').append(p));
        text.append('\n');
        if (!target.comment().isEmpty()) {
            text.append("Comment: ").append(target.comment()).append('\n');
        }
        return text.append('\n').toString();
    }

    private static void append(StringBuilder names, int flags, int flag, String name) {
        if ((flags & flag) != 0) {
            names.append(name).append(' ');
        }
    }
}
