package org.chroma.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The manager's half of a device plugin: a pure function from a scan to what it means. Publish it as an OSGi service
 * with the {@link PluginName} of its {@link DevicePlugin}.
 */
@ConsumerType
public interface DeviceDataHandler<T extends Record> {

    /** The record that the agent's half answers with. */
    Class<T> scanType();

    /** What is measured: each metric whose readings observations hold. Must be the same each time. */
    default List<Metric> metrics() {
        return List.of();
    }

    /** What the scan says. It has no side effects: the core compares with what is known, and acts. */
    Observation observe(Server server, T scan);
}
