package org.chroma.simulator.internal.programs.linux;

import java.util.List;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Program;

/** mdadm, on servers without software RAID, and multipath. */
public final class RaidTools implements Program {

    @Override
    public Set<String> names() {
        return Set.of("mdadm", "multipath");
    }

    @Override
    public int run(Call call) {
        return call.program().equals("mdadm") ? mdadm(call) : multipath(call);
    }

    private static int mdadm(Call call) {
        if (call.arguments().contains("--scan")) {
            return 0;
        }
        for (String argument : call.arguments()) {
            if (argument.startsWith("/")) {
                call.errf("mdadm: cannot open %s: No such file or directory%n", argument);
            }
        }
        return 1;
    }

    private static int multipath(Call call) {
        List<BlockDevice> devices = call.server().devices();
        for (BlockDevice map : devices) {
            if (map.type().equals("mpath")) {
                call.outf("%s (%s) %s %s,%s%n", map.name(), map.deviceId(), map.kname(), Disk.VENDOR, Disk.MODEL);
                call.outf(
                        "size=%dG features='0' hwhandler='0' wp=rw%n",
                        map.disk().bytes() >> 30);
                call.out("`-+- policy='service-time 0' prio=1 status=active\n");
                for (BlockDevice path : devices) {
                    if (map.parents().contains(path.kname())) {
                        boolean last = map.parents().indexOf(path.kname())
                                == map.parents().size() - 1;
                        call.outf(
                                "  %s- %s %s %s active ready running%n",
                                last ? "`" : "|", String.valueOf(path.address()), path.kname(), path.majorMinor());
                    }
                }
            }
        }
        return 0;
    }
}
