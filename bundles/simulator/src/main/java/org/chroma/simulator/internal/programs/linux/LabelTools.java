package org.chroma.simulator.internal.programs.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.DiskContent;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** e2label and wipefs. */
public final class LabelTools implements Program {

    @Override
    public Set<String> names() {
        return Set.of("e2label", "wipefs");
    }

    @Override
    public int run(Call call) {
        Options options;
        try {
            options = Options.parse(call.arguments(), "a|all f|force J|json n|no-act t|types: q|quiet");
        } catch (Options.BadOptionException e) {
            return Options.complain(call, e, 1);
        }
        String path = options.operands().isEmpty() ? "" : options.operands().get(0);
        Optional<BlockDevice> device = call.device(path);
        if (device.isEmpty()) {
            call.errf("%1$s: %2$s: No such file or directory%n", call.program(), path);
            return 1;
        }
        return call.program().equals("e2label")
                ? label(call, options, path, device.get())
                : wipe(call, options, device.get());
    }

    private static int label(Call call, Options options, String path, BlockDevice device) {
        DiskContent content = device.content();
        if (content == null || !content.type().equals("ext4")) {
            call.errf("e2label: Bad magic number in super-block while trying to open %s%n", path);
            return 1;
        }
        if (options.operands().size() > 1) {
            call.err("e2label: changing a label is not simulated\n");
            return 1;
        }
        call.out(content.label() + "\n");
        return 0;
    }

    private static int wipe(Call call, Options options, BlockDevice device) {
        Disk disk = device.disk();
        DiskContent content = device.content();
        if (options.has("all")) {
            if (call.cluster().mountedOn(disk, call.server().pair()).isPresent()
                    || call.server().mountOf(disk).isPresent()
                    || device.member()) {
                call.errf("wipefs: error: %s: probing initialization failed: Device or resource busy%n", device.path());
                return 1;
            }
            if (content != null) {
                disk.format(null);
                call.cluster().store().save(disk);
                call.outf("%s: 2 bytes were erased at offset 0x00000438 (%s): 53 ef%n", device.path(), content.type());
            }
            return 0;
        }
        List<String> signatures = new ArrayList<>();
        if (content != null) {
            signatures.add("""
                          {
                             "device": "%s",
                             "offset": "0x438",
                             "type": "%s",
                             "uuid": "%s",
                             "label": %s
                          }
                    """.formatted(
                            device.kname(),
                            content.type(),
                            content.uuid(),
                            content.label().isEmpty() ? "null" : '"' + content.label() + '"'));
        }
        if (options.has("json")) {
            call.out("{\n   \"signatures\": [\n" + String.join(",", signatures) + "   ]\n}\n");
        } else if (content != null) {
            call.outf(
                    "DEVICE OFFSET TYPE UUID LABEL%n%s 0x438 %s %s %s%n",
                    device.kname(), content.type(), content.uuid(), content.label());
        }
        return 0;
    }
}
