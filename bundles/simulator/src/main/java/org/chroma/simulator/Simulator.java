package org.chroma.simulator;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The simulated cluster, for tests and for those who want to see what happens when something breaks. Published as an
 * OSGi service; {@link SimulatorClient} reaches it from another process.
 */
@ProviderType
public interface Simulator {

    /** All servers, in the order in which they were added. */
    List<SimulatedServer> servers();

    /**
     * Takes a server's power away at once: mounts and modules are gone, disks stay as they are.
     *
     * @throws IllegalArgumentException where there is no such server; likewise below
     */
    void powerOff(String server);

    /** Boots a server; nothing happens to one that has power. */
    void powerOn(String server);

    /** Cuts a server off from the manager. Its targets go on serving, and its failover cluster notices nothing. */
    void networkOff(String server);

    /** Connects a server with the manager again. */
    void networkOn(String server);

    /**
     * Makes a program fail with an input/output error, exit code 5, until the server is healed.
     *
     * @param command the program's name, or the first words of its command line, for example {@code lctl conf_param}
     */
    void fail(String server, String command);

    /** Makes a program never end, until the server is healed. */
    void hang(String server, String command);

    /** Takes {@link #fail} and {@link #hang} back, and lets what hangs go on. */
    void heal(String server);

    /**
     * Sets how much simulated clients write to a filesystem while it is available.
     *
     * @param bytesPerSecond 0 for nothing; negative goes back to the mild load that every filesystem has
     */
    void write(String filesystem, long bytesPerSecond);

    /**
     * Adds a pair of object storage servers with shared disks.
     *
     * @param disksPerServer 1 to 100
     * @return the servers' names
     */
    List<String> addPair(int disksPerServer);
}
