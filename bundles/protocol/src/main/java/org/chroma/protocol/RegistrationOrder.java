package org.chroma.protocol;

/**
 * Tells an agent who its manager is. It reaches the agent over the administrator's own connection to the server.
 *
 * @param manager where the manager is reached, for example {@code https://manager.example.com:8443/}
 * @param token lets the agent ask for one certificate, once and soon
 * @param certificateAuthority the only authority that the agent trusts from now on, as PEM
 * @param managerKey the only key that may run actions, in OpenSSH's one-line form
 */
public record RegistrationOrder(String manager, String token, String certificateAuthority, String managerKey) {

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "RegistrationOrder[manager=" + manager + "]";
    }
}
