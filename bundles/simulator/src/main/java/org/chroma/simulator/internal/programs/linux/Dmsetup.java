package org.chroma.simulator.internal.programs.linux;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Program;

/** dmsetup. */
public final class Dmsetup implements Program {

    @Override
    public Set<String> names() {
        return Set.of("dmsetup");
    }

    @Override
    public int run(Call call) {
        List<BlockDevice> mapped = call.server().devices().stream()
                .filter(BlockDevice::mapped)
                .sorted(Comparator.comparing(BlockDevice::name))
                .toList();
        String what = call.arguments().isEmpty() ? "" : call.arguments().get(0);
        switch (what) {
            case "table" -> {
                if (mapped.isEmpty()) {
                    call.out("No devices found\n");
                }
                mapped.forEach(d -> call.outf("%s: %s%n", d.name(), String.valueOf(d.dmTable())));
            }
            case "ls" -> mapped.forEach(d -> call.outf("%s\t(%s)%n", d.name(), d.majorMinor()));
            case "info" -> {
                call.out("Name              Maj Min Stat Open Targ Event  UUID\n");
                mapped.forEach(d -> call.outf(
                        "%-17s %3d %3d L--w    0    1      0 %s%n",
                        d.name(), d.major(), d.minor(), String.valueOf(d.dmUuid())));
            }
            default -> {
                call.errf("Unknown command%n");
                return 3;
            }
        }
        return 0;
    }
}
