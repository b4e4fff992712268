package org.chroma.agent.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.SSLException;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.chroma.protocol.CertificateOrder;
import org.chroma.protocol.CertificateReply;
import org.chroma.protocol.RegistrationOrder;

/** Changes a one-time token into a client certificate. */
final class Enrolment {

    private Enrolment() {}

    /**
     * Makes a key, and asks the manager to sign that it is this server's.
     *
     * @throws IOException with a sentence for the administrator
     */
    static AgentFiles.Identity enrol(RegistrationOrder order, String fqdn) throws IOException {
        try {
            X509Certificate authority = certificate(order.certificateAuthority());
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            ManagerLink link = new ManagerLink(manager(order), authority, null);
            CertificateReply reply = link.post(
                    "agent/register",
                    new CertificateOrder(order.token(), fqdn, signingRequest(keys, fqdn)),
                    CertificateReply.class);
            X509Certificate certificate = certificate(reply.certificate());
            PublicKey signer = authority.getPublicKey();
            certificate.verify(signer);
            if (!certificate.getPublicKey().equals(keys.getPublic())) {
                throw new IOException("The manager answered with a certificate for another key");
            }
            return new AgentFiles.Identity(keys.getPrivate(), certificate, authority);
        } catch (ManagerLink.RefusedException e) {
            throw new IOException("The manager refused the registration: " + e.getMessage(), e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("Registration failed: " + e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw new IOException(
                    "This server cannot resolve the manager's name %s; add it to DNS or /etc/hosts"
                            .formatted(manager(order).getHost()),
                    e);
        } catch (ConnectException | SocketTimeoutException e) {
            throw new IOException(
                    "This server cannot reach the manager at %s (%s); check routes and firewalls"
                            .formatted(order.manager(), e.getMessage()),
                    e);
        } catch (SSLException e) {
            throw new IOException(
                    "The manager at %s did not prove to be the one that registers this server: %s"
                            .formatted(order.manager(), e.getMessage()),
                    e);
        }
    }

    static URI manager(RegistrationOrder order) throws IOException {
        URI uri;
        try {
            uri = URI.create(order.manager().endsWith("/") ? order.manager() : order.manager() + "/");
        } catch (IllegalArgumentException e) {
            throw new IOException(order.manager() + " is not the address of a manager", e);
        }
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IOException(order.manager() + " is not the address of a manager: https://HOST:PORT/ is expected");
        }
        return uri;
    }

    private static X509Certificate certificate(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String signingRequest(KeyPair keys, String fqdn) throws OperatorCreationException, IOException {
        X500Principal subject = new X500Principal("CN=" + fqdn);
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        }
        return pem.toString();
    }
}
