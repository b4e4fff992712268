package org.chroma.spi;

import java.time.Instant;

/**
 * The server that a scan came from.
 *
 * @param id the manager's number for it
 * @param fqdn its fully qualified domain name
 * @param nodename its node name
 * @param observedAt when the scan was taken, on the manager's clock
 */
public record Server(long id, String fqdn, String nodename, Instant observedAt) {}
