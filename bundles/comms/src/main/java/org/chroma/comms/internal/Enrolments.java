package org.chroma.comms.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.chroma.comms.CertificateAuthority;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.core.port.AgentCredentials;
import org.chroma.core.port.AgentCredentials.AgentCredential;
import org.chroma.protocol.CertificateOrder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Hands client certificates to agents whose registration this manager has begun. */
@Component(service = Enrolments.class)
public final class Enrolments {
    private final CertificateAuthority authority;
    private final AgentCredentials credentials;
    private final RegistrationTokens tokens;
    private final Map<Long, X509Certificate> issued = new ConcurrentHashMap<>();

    @Activate
    public Enrolments(@Reference ManagerIdentity manager, @Reference AgentCredentials credentials) {
        this(manager.authority(), credentials, Clock.systemUTC());
    }

    Enrolments(CertificateAuthority authority, AgentCredentials credentials, Clock clock) {
        this.authority = authority;
        this.credentials = credentials;
        tokens = new RegistrationTokens(clock);
    }

    /** A token for one certificate. */
    String begin(long host) {
        issued.remove(host);
        return tokens.issue(host);
    }

    /** The certificate that the host's agent got since {@link #begin}. */
    Optional<X509Certificate> end(long host) {
        return Optional.ofNullable(issued.remove(host));
    }

    /**
     * Changes a token into a certificate.
     *
     * @throws ChromaException FORBIDDEN for a token that is not good (any more), CONFLICT where another server has the
     *     name, INVALID for anything else
     */
    X509Certificate enrol(CertificateOrder order) {
        long host = tokens.redeem(order.token())
                .orElseThrow(() -> new ChromaException(
                        ErrorCode.FORBIDDEN, "The registration token is unknown, used, or older than a minute"));
        String fqdn = order.fqdn();
        if (!fqdn.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*")
                || fqdn.length() > 253) {
            throw new ChromaException(ErrorCode.INVALID, "fqdn is not a domain name");
        }
        Optional<Long> other =
                credentials.findByFqdn(fqdn).map(AgentCredential::host).filter(number -> number != host);
        if (other.isPresent()) {
            throw new ChromaException(
                    ErrorCode.CONFLICT,
                    "The server calls itself %s, and so does server %d; give it a name of its own, or remove the other first"
                            .formatted(fqdn, other.get()));
        }
        try {
            X509Certificate certificate = authority.issue(order.signingRequest(), fqdn);
            issued.put(host, certificate);
            return certificate;
        } catch (GeneralSecurityException e) {
            throw new ChromaException(ErrorCode.INVALID, "signingRequest: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ChromaException(ErrorCode.INTERNAL, "The certificate cannot be made", e);
        }
    }
}
