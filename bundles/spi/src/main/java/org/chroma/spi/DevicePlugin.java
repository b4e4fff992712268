package org.chroma.spi;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at one aspect of a server, on the server. Publish it as an OSGi service with a {@link PluginName} and the agent
 * runs it at every report.
 *
 * <p>Plugins are stateless: the machine is handed to them, and one instance may scan many machines at once. What they
 * answer is a record, equal by value, so that the agent sends it only when it changed. The record, and all records in
 * it, must be made of records, lists, maps with text keys, text, numbers, booleans, enums and
 * {@link java.time.Instant}.
 */
@ConsumerType
public interface DevicePlugin<T extends Record> {

    /**
     * What is there now.
     *
     * @throws IOException what could not be read; the manager shows it with the plugin's name, and nothing is forgotten
     */
    T scan(Machine machine) throws IOException, InterruptedException;
}
