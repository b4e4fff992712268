package org.chroma.prometheus.internal;

import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Turns on what is configured. What is not, is no component that waits for something, but off. */
@Component(service = Switch.class, immediate = true, configurationPid = Config.PID)
@Designate(ocd = Config.class)
public final class Switch {

    @Activate
    public Switch(ComponentContext context, Config config) {
        turn(context, RemoteWriter.NAME, !config.write_url().isBlank());
        turn(context, PrometheusStatistics.NAME, !config.read_url().isBlank());
    }

    private static void turn(ComponentContext context, String component, boolean on) {
        if (on) {
            context.enableComponent(component);
        } else {
            context.disableComponent(component);
        }
    }
}
