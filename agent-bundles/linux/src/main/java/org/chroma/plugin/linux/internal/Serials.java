package org.chroma.plugin.linux.internal;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SCSI identifiers by which the same disk is recognised on several servers.
 *
 * @param page80 unit serial number; empty where there is none that tells disks apart
 * @param page83 device identification; likewise
 */
record Serials(String page80, String page83) {
    static final Serials NONE = new Serials("", "");

    /** QEMU gives every disk the same vendor and model, and often nothing else. */
    private static final Pattern QEMU = Pattern.compile("QEMU[ _]+HARDDISK[ _]*");

    private static final int SHORTEST = 4;

    /** Buses whose serial numbers are unique in the world. Those of virtio are what somebody typed. */
    private static final Set<String> BUSES = Set.of("scsi", "ata");

    static Serials of(Lsblk.Entry device, Udev.Entry udev) {
        if (device.kernelName().startsWith("nvme")) {
            // The serial number is that of the controller, which may have several namespaces.
            return new Serials("", firstOf(udev.property("ID_WWN"), device.wwn()));
        }
        if (BUSES.contains(udev.property("ID_BUS"))) {
            return scrubbed(
                    firstOf(udev.property("ID_SCSI_SERIAL"), udev.property("SCSI_IDENT_SERIAL")),
                    udev.property("ID_SERIAL"));
        }
        if (udev.properties().isEmpty()
                && device.type().equals("disk")
                && !device.wwn().isEmpty()) {
            return new Serials(device.serial(), device.wwn());
        }
        return NONE;
    }

    static Serials scrubbed(String page80, String page83) {
        Matcher in80 = QEMU.matcher(page80);
        boolean marked = in80.find();
        boolean qemu = marked || QEMU.matcher(page83).find();
        String serial = marked ? page80.substring(in80.end()) : page80;
        // What QEMU makes up itself is the same in every virtual machine.
        boolean meansNothing = qemu && (serial.length() < SHORTEST || serial.startsWith("drive-"));
        return new Serials(meansNothing ? "" : serial, QEMU.matcher(page83).find() ? "" : page83);
    }

    private static String firstOf(String one, String other) {
        return one.isEmpty() ? other : one;
    }
}
