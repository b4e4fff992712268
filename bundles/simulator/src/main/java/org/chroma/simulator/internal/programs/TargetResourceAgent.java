package org.chroma.simulator.internal.programs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chroma.simulator.internal.cluster.ResourceAgent;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.files.FileTree;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;

/**
 * What the scripts of {@code ocf:chroma:Target} and {@code ocf:lustre:Lustre} do. The former finds device and mount
 * point in the file that was written when the target was configured on the server, the latter has them as parameters.
 */
public final class TargetResourceAgent implements ResourceAgent {
    public static final String CHROMA = "ocf:chroma:Target";
    public static final String LUSTRE = "ocf:lustre:Lustre";

    private static final String SCRIPT = "/usr/lib/ocf/resource.d/chroma/Target";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int MOUNTED_ALREADY = 17;

    private record Place(String device, String mountPoint) {}

    private final Programs programs;
    private final boolean chroma;

    /**
     * Makes one of the two.
     *
     * @param kind {@link #CHROMA} or {@link #LUSTRE}
     */
    public TargetResourceAgent(Programs programs, String kind) {
        this.programs = programs;
        this.chroma = kind.equals(CHROMA);
    }

    @Override
    public int start(SimServer server, Map<String, String> attributes) throws IOException, InterruptedException {
        Optional<Place> place = server.cluster().locked(() -> place(server, attributes));
        boolean installed = server.cluster().locked(() -> !chroma || new FileTree(server).exists(SCRIPT));
        if (place.isEmpty() || !installed) {
            return NOT_INSTALLED;
        }
        if (server.cluster().locked(() -> runs(server, attributes))) {
            return SUCCESS;
        }
        String point = place.get().mountPoint();
        run(server, "modprobe", "lustre");
        run(server, "mkdir", "-p", point);
        Output mount = run(server, "mount", "-t", "lustre", place.get().device(), point);
        return mount.succeeded() || mount.exitCode() == MOUNTED_ALREADY ? SUCCESS : ERROR;
    }

    @Override
    public int stop(SimServer server, Map<String, String> attributes) throws IOException, InterruptedException {
        Optional<Place> place = server.cluster().locked(() -> place(server, attributes));
        if (place.isEmpty() || !server.cluster().locked(() -> runs(server, attributes))) {
            return SUCCESS;
        }
        return run(server, "umount", place.get().mountPoint()).succeeded() ? SUCCESS : ERROR;
    }

    @Override
    public boolean runs(SimServer server, Map<String, String> attributes) {
        return place(server, attributes)
                .flatMap(p -> server.mountAt(p.mountPoint()))
                .isPresent();
    }

    private Output run(SimServer server, String... command) throws IOException, InterruptedException {
        return programs.run(server, LIMIT, OutputListener.NONE, List.of(command));
    }

    private Optional<Place> place(SimServer server, Map<String, String> attributes) {
        String target = attributes.getOrDefault("target", "");
        if (!chroma) {
            return Optional.of(new Place(target, attributes.getOrDefault("mountpoint", "")));
        }
        try {
            String stored = new FileTree(server).read("/var/lib/chroma/targets/" + target + ".json");
            Optional<String> device = value(stored, "device");
            Optional<String> point = value(stored, "mountPoint");
            return device.isPresent() && point.isPresent()
                    ? Optional.of(new Place(device.get(), point.get()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(String json, String key) {
        Matcher matcher = Pattern.compile('"' + key + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
