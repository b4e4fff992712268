package org.chroma.simulator.internal.cluster;

/**
 * What a simulated server is made of.
 *
 * @param number from 0, distinguishes addresses
 * @param pair the name of its failover pair
 * @param multipath whether it reaches each shared disk over two paths
 * @param localStorage whether it has a logical volume and a local filesystem of its own, both in use
 */
public record ServerSpec(String name, String fqdn, int number, String pair, boolean multipath, boolean localStorage) {

    /** Of the administrative network, where its sshd listens: a loopback address of its own. */
    public String address() {
        return "127.77." + subnet();
    }

    /** Of the storage network, which LNet uses. */
    public String storageAddress() {
        return "10.77." + subnet();
    }

    public String nid() {
        return storageAddress() + "@tcp";
    }

    private String subnet() {
        return number / 200 + "." + (11 + number % 200);
    }
}
