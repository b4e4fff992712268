package org.chroma.simulator.internal.programs;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.simulator.internal.cluster.Fault;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Program;
import org.chroma.simulator.internal.programs.call.ServerDownException;
import org.chroma.simulator.internal.programs.linux.Blkid;
import org.chroma.simulator.internal.programs.linux.Dmsetup;
import org.chroma.simulator.internal.programs.linux.LabelTools;
import org.chroma.simulator.internal.programs.linux.Lsblk;
import org.chroma.simulator.internal.programs.linux.LvmTools;
import org.chroma.simulator.internal.programs.linux.ModuleTools;
import org.chroma.simulator.internal.programs.linux.NetworkTools;
import org.chroma.simulator.internal.programs.linux.RaidTools;
import org.chroma.simulator.internal.programs.linux.ScsiId;
import org.chroma.simulator.internal.programs.linux.SystemTools;
import org.chroma.simulator.internal.programs.linux.Systemctl;
import org.chroma.simulator.internal.programs.linux.TimeTools;
import org.chroma.simulator.internal.programs.linux.Udevadm;
import org.chroma.simulator.internal.programs.lustre.Debugfs;
import org.chroma.simulator.internal.programs.lustre.Dumpe2fs;
import org.chroma.simulator.internal.programs.lustre.Lctl;
import org.chroma.simulator.internal.programs.lustre.LlogReader;
import org.chroma.simulator.internal.programs.lustre.Lnetctl;
import org.chroma.simulator.internal.programs.lustre.MkfsLustre;
import org.chroma.simulator.internal.programs.lustre.MountProgram;
import org.chroma.simulator.internal.programs.lustre.TunefsLustre;
import org.chroma.simulator.internal.programs.lustre.UmountProgram;
import org.chroma.simulator.internal.programs.pacemaker.Cibadmin;
import org.chroma.simulator.internal.programs.pacemaker.CrmResource;
import org.chroma.simulator.internal.programs.pacemaker.CrmTools;
import org.chroma.simulator.internal.programs.pacemaker.Pcs;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramMissingException;

/** All programs that are installed on simulated servers. They are without state: one instance serves all servers. */
public final class Programs {
    private static final List<String> DIRECTORIES = List.of("/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/", "/lib/udev/");

    private final Map<String, Program> byName = new HashMap<>();

    public Programs() {
        List<Program> all = List.of(
                new MkfsLustre(),
                new TunefsLustre(),
                new MountProgram(),
                new UmountProgram(),
                new ModuleTools(),
                new Lctl(),
                new Lnetctl(),
                new Blkid(),
                new Lsblk(),
                new Udevadm(),
                new ScsiId(),
                new Dmsetup(),
                new LvmTools(),
                new RaidTools(),
                new Dumpe2fs(),
                new Debugfs(),
                new LlogReader(),
                new LabelTools(),
                new Cibadmin(),
                new CrmResource(),
                new CrmTools(),
                new Pcs(),
                new Systemctl(),
                new TimeTools(),
                new NetworkTools(),
                new SystemTools());
        for (Program program : all) {
            for (String name : program.names()) {
                byName.put(name, program);
            }
        }
    }

    /** Whether a program is installed, by name or absolute path. */
    public boolean has(String program) {
        return find(program).isPresent();
    }

    private Optional<String> find(String program) {
        if (!program.contains("/")) {
            return Optional.of(program).filter(byName::containsKey);
        }
        for (String directory : DIRECTORIES) {
            if (program.startsWith(directory)) {
                String name = program.substring(directory.length());
                return Optional.of(name).filter(byName::containsKey);
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a program on a server.
     *
     * @throws ProgramMissingException when there is no such program
     * @throws ServerDownException when the server has no power, or loses it meanwhile
     */
    public Output run(SimServer server, Duration limit, OutputListener listener, List<String> command)
            throws IOException, InterruptedException {
        String name = find(command.get(0)).orElseThrow(() -> new ProgramMissingException(command.get(0)));
        Program program = byName.get(name);
        if (program == null) {
            throw new ProgramMissingException(name);
        }
        server.cluster().lock().lockInterruptibly();
        Call call = new Call(server, name, command.subList(1, command.size()), listener, limit);
        Output output;
        try {
            if (!server.powered()) {
                throw new ServerDownException(server.name());
            }
            output = call.output(command, run(call, program));
        } finally {
            server.cluster().lock().unlock();
            call.flush(true);
        }
        return output;
    }

    private static int run(Call call, Program program) throws IOException, InterruptedException {
        Optional<Fault> fault = call.server().fault(call.program(), call.arguments());
        if (fault.isPresent()) {
            if (!fault.get().hangs()) {
                call.errf("%s: Input/output error%n", call.program());
                return 5;
            }
            call.hang();
        }
        return program.run(call);
    }
}
