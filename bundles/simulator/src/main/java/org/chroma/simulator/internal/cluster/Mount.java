package org.chroma.simulator.internal.cluster;

/**
 * A filesystem mounted on a server, other than those that every Linux has.
 *
 * @param point absolute path
 * @param serial of the disk below
 * @param fstype {@code lustre} for a target
 * @param service the target's name, empty for others
 * @param options as /proc/mounts shows them
 * @param since milliseconds since 1970
 * @param recovery when clients that were connected before must have come back, in milliseconds since 1970; 0 where none
 *     were
 */
public record Mount(
        String point, String serial, String fstype, String service, String options, long since, long recovery) {

    public boolean isTarget() {
        return fstype.equals("lustre");
    }
}
