package org.chroma.simulator.internal.programs.linux;

import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** scsi_id. */
public final class ScsiId implements Program {

    @Override
    public Set<String> names() {
        return Set.of("scsi_id");
    }

    @Override
    public int run(Call call) {
        Options options;
        try {
            options = Options.parse(
                    call.arguments(), "g|whitelisted u|replace-whitespace p|page: d|device: x|export v|verbose");
        } catch (Options.BadOptionException e) {
            return Options.complain(call, e, 1);
        }
        String name = options.value(
                "device", options.operands().isEmpty() ? "" : options.operands().get(0));
        Optional<BlockDevice> device = call.device(name).filter(BlockDevice::scsi);
        if (device.isEmpty()) {
            return 1;
        }
        Disk disk = device.get().disk();
        if (options.value("page", "0x83").equals("0x80")) {
            call.outf("S%-8s%-16s%s%n", Disk.VENDOR, Disk.MODEL, disk.serial());
        } else if (options.has("export")) {
            call.outf(
                    "ID_SCSI=1%nID_VENDOR=%s%nID_MODEL=%s%nID_REVISION=2.5+%nID_TYPE=disk%nID_SERIAL=%s%nID_SERIAL_SHORT=%s%nID_WWN=0x%s%nID_SCSI_SERIAL=%s%n",
                    Disk.VENDOR, Disk.MODEL, device.get().deviceId(), disk.wwn(), disk.wwn(), disk.serial());
        } else {
            call.out(device.get().deviceId() + "\n");
        }
        return 0;
    }
}
