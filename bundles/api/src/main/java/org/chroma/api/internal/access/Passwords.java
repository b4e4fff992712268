package org.chroma.api.internal.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Turns passwords into what is kept of them: Argon2id in its usual text form,
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Few are worked on at a time, since each takes memory.
 */
@Component(service = Passwords.class)
public final class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int ITERATIONS = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Semaphore workers = new Semaphore(2, true);
    private final String nobodys;

    @Activate
    public Passwords() {
        nobodys = hash("no user has this password " + random.nextLong());
    }

    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = argon2(password, salt, MEMORY_KIB, ITERATIONS, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
                .formatted(MEMORY_KIB, ITERATIONS, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    public boolean matches(String password, String kept) {
        String[] parts = kept.split("[$,]", -1);
        if (parts.length != 8 || !parts[1].equals("argon2id")) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(parts[6]);
        byte[] hash = Base64.getDecoder().decode(parts[7]);
        byte[] actual = argon2(password, salt, number(parts[3]), number(parts[4]), hash.length);
        return MessageDigest.isEqual(hash, actual);
    }

    /** Takes as long as a real comparison, so that the answer's delay does not tell whether a user exists. */
    public void matchNobody(String password) {
        matches(password, nobodys);
    }

    private static int number(String parameter) {
        return Integer.parseInt(parameter.substring(parameter.indexOf('=') + 1));
    }

    private byte[] argon2(String password, byte[] salt, int memory, int iterations, int length) {
        workers.acquireUninterruptibly();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory)
                    .withIterations(iterations)
                    .withParallelism(1)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[length];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            workers.release();
        }
    }
}
