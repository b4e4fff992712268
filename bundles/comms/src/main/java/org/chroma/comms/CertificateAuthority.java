package org.chroma.comms;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * The manager's own certificate authority. It signs two kinds of certificates: the one by which the manager's web
 * server is known, and one for each server whose agent reports.
 *
 * <p>Its directory, which only its owner can read, holds
 * <ul>
 *   <li>{@code ca.p12}: the authority's key and certificate;
 *   <li>{@code ca.pem}: its certificate, for browsers and command-line clients to trust;
 *   <li>{@code server.p12}: the web server's key and certificate;
 *   <li>{@code trust.p12}: the authority's certificate, by which the web server checks those of agents.
 * </ul>
 */
public final class CertificateAuthority {
    /** Of all key stores. It guards nothing that the files' permissions do not guard; the format wants one. */
    public static final String STORE_PASSWORD = "chroma";

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(20 * 365);
    private static final Duration AGENT_LIFE = Duration.ofDays(10 * 365);
    /** Browsers do not take certificates of longer life. */
    private static final Duration SERVER_LIFE = Duration.ofDays(820);

    private static final Duration RENEW_BEFORE = Duration.ofDays(120);
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);
    private static final String AUTHORITY = "ca";
    private static final String SERVER = "server";

    private final Path directory;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final SecureRandom random = new SecureRandom();

    private CertificateAuthority(Path directory, PrivateKey key, X509Certificate certificate) {
        this.directory = directory;
        this.key = key;
        this.certificate = certificate;
    }

    /** Opens the authority in a directory; it is made when it is not there. */
    public static CertificateAuthority open(Path directory) throws IOException, GeneralSecurityException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = directory.resolve("ca.p12");
        if (!Files.exists(file)) {
            create(file);
        }
        KeyStore store = load(file);
        if (store.getKey(AUTHORITY, STORE_PASSWORD.toCharArray()) instanceof PrivateKey key
                && store.getCertificate(AUTHORITY) instanceof X509Certificate certificate) {
            CertificateAuthority authority = new CertificateAuthority(directory, key, certificate);
            authority.publish();
            return authority;
        }
        throw new IOException(file + " does not hold the certificate authority");
    }

    private static void create(Path file) throws IOException, GeneralSecurityException {
        KeyPair keys = newKeys();
        X500Principal name =
                new X500Principal("CN=Chroma manager authority " + Long.toHexString(new SecureRandom().nextLong()));
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                serial(new SecureRandom()),
                date(now.minus(CLOCK_TOLERANCE)),
                date(now.plus(AUTHORITY_LIFE)),
                name,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        X509Certificate made = sign(builder, keys.getPrivate());
        KeyStore store = empty();
        store.setKeyEntry(AUTHORITY, keys.getPrivate(), STORE_PASSWORD.toCharArray(), new X509Certificate[] {made});
        save(store, file);
    }

    private void publish() throws IOException, GeneralSecurityException {
        Path pem = directory.resolve("ca.pem");
        if (!Files.exists(pem)) {
            Files.writeString(pem, pem());
        }
        Path trust = directory.resolve("trust.p12");
        if (!Files.exists(trust)) {
            KeyStore store = empty();
            store.setCertificateEntry(AUTHORITY, certificate);
            save(store, trust);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The authority's certificate as PEM. */
    public String pem() throws IOException {
        return pem(certificate);
    }

    /** Any certificate as PEM. */
    public static String pem(X509Certificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString();
    }

    /**
     * Sees to it that {@code server.p12} is there, is good for all the names, and does not end soon.
     *
     * @param names host names and addresses under which the manager is reached
     */
    public void ensureServerCertificate(Collection<String> names) throws IOException, GeneralSecurityException {
        Path file = directory.resolve("server.p12");
        Set<String> wanted = new TreeSet<>(names);
        if (Files.exists(file)
                && load(file).getCertificate(SERVER) instanceof X509Certificate old
                && namesOf(old).containsAll(wanted)
                && old.getNotAfter().toInstant().isAfter(Instant.now().plus(RENEW_BEFORE))) {
            return;
        }
        KeyPair keys = newKeys();
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                certificate,
                serial(random),
                date(now.minus(CLOCK_TOLERANCE)),
                date(now.plus(SERVER_LIFE)),
                new X500Principal("CN=Chroma manager"),
                keys.getPublic());
        List<GeneralName> alternatives = new ArrayList<>();
        for (String name : wanted) {
            alternatives.add(new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name));
        }
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(alternatives.toArray(GeneralName[]::new)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        X509Certificate made = sign(builder, key);
        KeyStore store = empty();
        store.setKeyEntry(
                SERVER, keys.getPrivate(), STORE_PASSWORD.toCharArray(), new X509Certificate[] {made, certificate});
        save(store, file);
    }

    /**
     * Signs that a key is a server's.
     *
     * @param signingRequest PKCS #10, as PEM; nothing in it but the key is used
     * @param fqdn the server's fully qualified domain name
     * @throws GeneralSecurityException where the request is damaged, or its sender does not have the key
     */
    public X509Certificate issue(String signingRequest, String fqdn) throws GeneralSecurityException, IOException {
        PublicKey applicant = verified(signingRequest);
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                certificate,
                serial(random),
                date(now.minus(CLOCK_TOLERANCE)),
                date(now.plus(AGENT_LIFE)),
                new X500Principal("CN=" + fqdn),
                applicant);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        return sign(builder, key);
    }

    private static PublicKey verified(String signingRequest) throws GeneralSecurityException {
        try (PEMParser parser = new PEMParser(new StringReader(signingRequest))) {
            if (parser.readObject() instanceof PKCS10CertificationRequest request) {
                PublicKey applicant = new JcaPKCS10CertificationRequest(request).getPublicKey();
                if (request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(applicant))) {
                    return applicant;
                }
            }
        } catch (IOException | OperatorCreationException | PKCSException | RuntimeException e) {
            throw new GeneralSecurityException("The signing request is damaged", e);
        }
        throw new GeneralSecurityException("The signing request is not signed with its own key");
    }

    private static Set<String> namesOf(X509Certificate certificate) throws GeneralSecurityException {
        Set<String> names = new HashSet<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                names.add(String.valueOf(alternative.get(1)));
            }
        }
        return names;
    }

    /** A literal address is told from a name without asking anybody. */
    private static boolean isAddress(String name) {
        return name.matches("[0-9.]+") || name.indexOf(':') >= 0;
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).setBit(126);
    }

    private static Date date(Instant instant) {
        return Date.from(instant);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("The certificate cannot be signed", e);
        }
    }

    private static Path ownedFile(Path file) throws IOException {
        return Files.createTempFile(
                file.getParent(),
                file.getFileName() + "-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, STORE_PASSWORD.toCharArray());
        }
        return store;
    }

    private static void save(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        Path fresh = ownedFile(file);
        try (OutputStream out = Files.newOutputStream(fresh)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
