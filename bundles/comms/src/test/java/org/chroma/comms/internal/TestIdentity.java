package org.chroma.comms.internal;

import java.io.StringWriter;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.chroma.comms.CertificateAuthority;
import org.jspecify.annotations.Nullable;

/** Keys with a certificate that some authority signed, for clients made by hand. */
record TestIdentity(KeyPair keys, X509Certificate certificate) {
    private static final char[] NONE = new char[0];

    static TestIdentity signedBy(CertificateAuthority authority, String fqdn) throws Exception {
        KeyPair keys = newKeys();
        return new TestIdentity(keys, authority.issue(request(keys, keys), fqdn));
    }

    static KeyPair newKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** A signing request for one key, signed with another. */
    static String request(KeyPair keys, KeyPair signer) throws Exception {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(
                    new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=anything"), keys.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        }
        return pem.toString();
    }

    String serial() {
        return certificate.getSerialNumber().toString(16);
    }

    /** Trusts the authority, and shows the identity if there is one. */
    static SSLContext tls(CertificateAuthority trusted, @Nullable TestIdentity identity) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", trusted.certificate());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (identity != null) {
            own.setKeyEntry("own", identity.keys().getPrivate(), NONE, new X509Certificate[] {identity.certificate()});
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own, NONE);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }
}
