package org.chroma.core;

import org.chroma.spi.Condition.Severity;

/**
 * What sort of thing is wrong.
 *
 * @param name as it is called in REST, for example {@code HostContactAlert}
 */
public record AlertType(String name) {
    /** A server has not reported for too long. */
    public static final AlertType HOST_CONTACT = new AlertType("HostContactAlert");

    /** LNet does not run on a server that is set up. */
    public static final AlertType LNET_OFFLINE = new AlertType("LNetOfflineAlert");

    /** A server has other NIDs than those on record. */
    public static final AlertType LNET_NIDS_CHANGED = new AlertType("LNetNidsChangedAlert");

    /** A target does not run. */
    public static final AlertType TARGET_OFFLINE = new AlertType("TargetOfflineAlert");

    /** A target runs on a server that is not its primary one. */
    public static final AlertType TARGET_FAILOVER = new AlertType("TargetFailoverAlert");

    /** A target waits for its clients to reconnect. */
    public static final AlertType TARGET_RECOVERY = new AlertType("TargetRecoveryAlert");

    /**
     * A condition that a plugin observes on a storage resource.
     *
     * @param id of the condition, as the plugin names it
     */
    public static AlertType ofCondition(String id) {
        return new AlertType("StorageResourceAlert/" + id);
    }

    /**
     * How loud an alert about an object is; one about a storage resource is as loud as its plugin says. A server that
     * is silent serves nobody, whatever was known of it; all else goes on in some way.
     */
    public Severity severity() {
        return equals(HOST_CONTACT) ? Severity.ERROR : Severity.WARNING;
    }

    @Override
    public String toString() {
        return name;
    }
}
