package org.chroma.metrics.internal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chroma.metrics.DeclaredMetrics.Declared;
import org.chroma.spi.Metric;
import org.chroma.spi.Sample;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers on disk what plugins declared. Losing it costs the names of what was measured by plugins that are gone,
 * so that what
 * cannot be read or written is told and no more.
 */
final class DeclarationsFile {
    private static final Logger LOG = LoggerFactory.getLogger(DeclarationsFile.class);
    private static final int VERSION = 1;

    private final Path path;

    DeclarationsFile(Path path) {
        this.path = path;
    }

    /** What was written last, none of it present; empty at the first start. */
    List<Declared> read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            if (in.readInt() != VERSION) {
                throw new IOException("it is of another version");
            }
            List<Declared> all = new ArrayList<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String plugin = in.readUTF();
                all.add(new Declared(readMetric(in), plugin, false));
            }
            return all;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("What plugins declared before cannot be read from {}: {}", path, e.toString());
            return List.of();
        }
    }

    /** Replaces what was written before, as a whole. */
    void write(Collection<Declared> all) {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(next)))) {
                out.writeInt(VERSION);
                out.writeInt(all.size());
                for (Declared each : all) {
                    out.writeUTF(each.plugin());
                    write(each.metric(), out);
                }
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("What plugins declare cannot be written to {}: {}", path, e.toString());
        }
    }

    private static void write(Metric metric, DataOutputStream out) throws IOException {
        out.writeUTF(metric.name());
        out.writeUTF(metric.kind().name());
        out.writeUTF(metric.unit());
        out.writeUTF(metric.help());
        out.writeUTF(metric.about().name());
        out.writeUTF(metric.total().name());
        out.writeUTF(metric.chart().title());
        out.writeUTF(metric.chart().line());
        out.writeBoolean(metric.family().isPresent());
        if (metric.family().isPresent()) {
            Metric.Family family = metric.family().get();
            out.writeUTF(family.name());
            out.writeUTF(family.type().name());
            out.writeUTF(family.help());
            out.writeDouble(family.factor());
        }
        out.writeInt(metric.labels().size());
        for (Map.Entry<String, String> label : new TreeMap<>(metric.labels()).entrySet()) {
            out.writeUTF(label.getKey());
            out.writeUTF(label.getValue());
        }
    }

    private static Metric readMetric(DataInputStream in) throws IOException {
        String name = in.readUTF();
        Metric.Builder metric = switch (Sample.Type.valueOf(in.readUTF())) {
            case GAUGE -> Metric.gauge(name);
            case COUNTER -> Metric.counter(name);
            case DERIVE -> Metric.derive(name);
            case ABSOLUTE -> Metric.absolute(name);
        };
        metric.unit(in.readUTF())
                .help(in.readUTF())
                .about(Metric.About.valueOf(in.readUTF()))
                .total(Metric.Total.valueOf(in.readUTF()))
                .chart(in.readUTF(), in.readUTF());
        if (in.readBoolean()) {
            metric.family(new Metric.Family(
                    in.readUTF(), Metric.Family.Type.valueOf(in.readUTF()), in.readUTF(), in.readDouble()));
        }
        int labels = in.readInt();
        for (int i = 0; i < labels; i++) {
            metric.label(in.readUTF(), in.readUTF());
        }
        return metric.build();
    }
}
