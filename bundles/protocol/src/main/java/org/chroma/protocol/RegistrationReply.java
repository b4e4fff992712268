package org.chroma.protocol;

/**
 * Who the registered server is, and how its actions are reached.
 *
 * @param fqdn its fully qualified domain name
 * @param nodename its node name
 * @param hostKey the key that its action endpoint proves to have, in OpenSSH's one-line form
 * @param port of the action endpoint, on the address under which the server was added
 * @param agentVersion the agent's bundle version
 */
public record RegistrationReply(String fqdn, String nodename, String hostKey, int port, String agentVersion) {}
