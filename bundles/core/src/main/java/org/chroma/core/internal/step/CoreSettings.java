package org.chroma.core.internal.step;

import java.time.Duration;

/**
 * What the administrator can set about the core.
 *
 * @param timeServer that servers take their time from; empty leaves their time service alone
 * @param logServer that servers forward their logs to; empty leaves their logs alone
 * @param clockTolerance by how much a server's clock may differ at set-up
 */
public record CoreSettings(String timeServer, String logServer, int logPort, Duration clockTolerance) {
    public static final CoreSettings DEFAULT = new CoreSettings("", "", 514, Duration.ofSeconds(20));
}
