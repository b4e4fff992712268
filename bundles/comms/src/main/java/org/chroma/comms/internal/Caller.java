package org.chroma.comms.internal;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.chroma.comms.CertificateAuthority;
import org.chroma.core.ChromaException;
import org.chroma.core.ClusterView;
import org.chroma.core.ErrorCode;
import org.chroma.core.port.AgentCredentials;
import org.chroma.core.port.AgentCredentials.AgentCredential;
import org.chroma.model.Host;

/**
 * The registered server that a client certificate belongs to.
 *
 * @param host the manager's number for it
 * @param fqdn as it was registered
 * @param nodename as it last said
 */
record Caller(long host, String fqdn, String nodename) {

    /** Tells callers from their certificates. */
    static final class Gate {
        private final CertificateAuthority authority;
        private final AgentCredentials credentials;
        private final ClusterView view;

        Gate(CertificateAuthority authority, AgentCredentials credentials, ClusterView view) {
            this.authority = authority;
            this.credentials = credentials;
            this.view = view;
        }

        /**
         * Who shows the certificate.
         *
         * @throws ChromaException FORBIDDEN where it is not ours, has ended, or was replaced; NOT_FOUND where its
         *     server is not managed (any more)
         */
        Caller admit(X509Certificate certificate) {
            try {
                certificate.checkValidity();
                certificate.verify(authority.certificate().getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new ChromaException(
                        ErrorCode.FORBIDDEN, "The client certificate is not valid: " + e.getMessage(), e);
            }
            String fqdn = commonName(certificate);
            AgentCredential credential = credentials
                    .findByFqdn(fqdn)
                    .orElseThrow(() -> new ChromaException(ErrorCode.NOT_FOUND, fqdn + " is not registered"));
            if (!certificate.getSerialNumber().toString(16).equals(credential.certificateSerial())) {
                throw new ChromaException(
                        ErrorCode.FORBIDDEN, "%s presents a certificate that was revoked".formatted(fqdn));
            }
            Host host = view.cluster()
                    .host(Host.KIND.id(credential.host()))
                    .orElseThrow(() -> new ChromaException(ErrorCode.NOT_FOUND, fqdn + " is no longer managed"));
            String nodename = host.nodename();
            return new Caller(credential.host(), fqdn, nodename == null ? fqdn : nodename);
        }

        private static String commonName(X509Certificate certificate) {
            try {
                for (Rdn part :
                        new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                    if (part.getType().equalsIgnoreCase("CN")) {
                        return part.getValue().toString();
                    }
                }
            } catch (InvalidNameException e) {
                throw new ChromaException(ErrorCode.FORBIDDEN, "The client certificate has no name", e);
            }
            throw new ChromaException(ErrorCode.FORBIDDEN, "The client certificate has no name");
        }
    }
}
