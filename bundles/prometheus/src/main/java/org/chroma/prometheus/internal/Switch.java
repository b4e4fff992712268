package org.chroma.prometheus.internal;

import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Holds the configuration, and turns on what is configured. What is not, is no component that waits for something, but
 * off. The others have the configuration from here alone: so they never see one that this one does not.
 */
@Component(service = Switch.class, configurationPid = Config.PID, immediate = true)
@Designate(ocd = Config.class)
public final class Switch {
    /** Filters for a switch that is on: its service has its options as properties. */
    static final String WRITES = "(write.url=http*)";

    static final String READS = "(read.url=http*)";

    private final Config config;

    @Activate
    public Switch(ComponentContext context, Config config) {
        this.config = config;
        boolean writes = !config.write_url().isBlank();
        boolean reads = !config.read_url().isBlank();
        if (writes) {
            Endpoint.check("write.url", config.write_url());
        }
        if (reads) {
            Endpoint.check("read.url", config.read_url());
        }
        turn(context, RemoteWriter.NAME, writes);
        turn(context, PrometheusStatistics.NAME, reads);
    }

    private static void turn(ComponentContext context, String component, boolean on) {
        if (on) {
            context.enableComponent(component);
        } else {
            context.disableComponent(component);
        }
    }

    Config config() {
        return config;
    }
}
