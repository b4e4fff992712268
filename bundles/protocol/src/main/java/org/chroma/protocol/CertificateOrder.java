package org.chroma.protocol;

/**
 * An agent asks for its client certificate. POSTed to {@code agent/register}.
 *
 * @param token from the {@link RegistrationOrder}
 * @param fqdn the server's fully qualified domain name, which the certificate will carry
 * @param signingRequest PKCS #10, as PEM
 */
public record CertificateOrder(String token, String fqdn, String signingRequest) {

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "CertificateOrder[fqdn=" + fqdn + "]";
    }
}
