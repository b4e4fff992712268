package org.chroma.itests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** Every bundle, from the bottom up, and the bundles that it may know. */
enum Bundle {
    // Both sides: the scheduler's algebra, what plugin authors see, the words.
    STATE("state"),
    SPI("spi", STATE),
    MODEL("model", STATE, SPI),
    PROTOCOL("protocol", STATE, SPI),

    // Stands alone: the manager's readings, and databases of the command line.
    STATISTICS("statistics"),

    // The manager: the core, and what implements its ports or shows it. None knows another, save that statistics are
    // read and followed, and metrics named.
    CORE("core", STATE, SPI, MODEL),
    STORE("store", STATE, SPI, MODEL, CORE),
    COMMS("comms", STATE, SPI, MODEL, PROTOCOL, CORE),
    METRICS("metrics", STATE, SPI, MODEL, CORE, STATISTICS),
    PROMETHEUS("prometheus", STATE, SPI, MODEL, CORE, STATISTICS, METRICS),
    API("api", STATE, SPI, MODEL, CORE, STATISTICS, METRICS),
    SHELL("shell", STATE, SPI, MODEL, CORE, STATISTICS, METRICS),

    // The storage server: never the core. Agent, process and console know nothing of Lustre's objects.
    AGENT("agent", STATE, SPI, MODEL, PROTOCOL),
    PROCESS("agent.process", SPI),
    AGENT_SHELL("agent.shell", STATE, SPI, PROTOCOL),
    SIMULATOR("simulator", SPI, AGENT),
    LINUX("plugin.linux", STATE, SPI, MODEL),
    NETWORK("plugin.network", STATE, SPI, MODEL),
    LUSTRE("plugin.lustre", STATE, SPI, MODEL),
    HA("plugin.ha", STATE, SPI, MODEL),
    HOST("plugin.host", STATE, SPI, MODEL),
    EXAMPLE("example.locator", STATE, SPI, MODEL),

    // The screens: HTTP to the manager. The command line also works on statistics that stand alone.
    UI("ui"),
    CLI("cli", STATISTICS),

    // Tests' own.
    TESTING("testing", SPI);

    private final String root;
    private final Bundle[] known;

    Bundle(String name, Bundle... known) {
        this.root = "org.chroma." + name;
        this.known = known;
    }

    /** The root package, which is also the symbolic name and the artifact's. */
    String root() {
        return root;
    }

    boolean mayKnow(Bundle other) {
        return this == other || Arrays.asList(known).contains(other);
    }

    boolean holds(JavaClass type) {
        return of(type).filter(this::equals).isPresent();
    }

    /** The bundle of a class, of several roots the longest; empty for a class that is none of ours. */
    static Optional<Bundle> of(JavaClass type) {
        return Arrays.stream(values())
                .filter(bundle -> type.getPackageName().equals(bundle.root)
                        || type.getPackageName().startsWith(bundle.root + "."))
                .max(Comparator.comparingInt(bundle -> bundle.root.length()));
    }

    /** Whether other bundles may not use a class, because it lies below {@code internal}. */
    static boolean hides(JavaClass type) {
        return (type.getPackageName() + ".").contains(".internal.");
    }
}
