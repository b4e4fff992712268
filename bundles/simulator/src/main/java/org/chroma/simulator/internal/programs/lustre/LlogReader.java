package org.chroma.simulator.internal.programs.lustre;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Program;

/** llog_reader: of the logs that the simulated debugfs dumped. */
public final class LlogReader implements Program {

    @Override
    public Set<String> names() {
        return Set.of("llog_reader");
    }

    @Override
    public int run(Call call) throws IOException {
        String path = call.arguments().isEmpty() ? "" : call.arguments().get(0);
        String text;
        try {
            text = call.files().read(path);
        } catch (NoSuchFileException e) {
            call.errf("llog_reader: Could not open the file %s.: No such file or directory (2)%n", path);
            return 254;
        }
        if (!text.startsWith(Debugfs.DUMP)) {
            call.errf("llog_reader: %s is not a log%n", path);
            return 1;
        }
        call.out(text.substring(Debugfs.DUMP.length()));
        return 0;
    }
}
