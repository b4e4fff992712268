package org.chroma.api.internal.access;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.chroma.core.port.UserStore;
import org.chroma.core.port.UserStore.User;

/**
 * Lets programs that keep no cookies show a user's name and password with each request (RFC 7617). What was right once
 * is recognised afterwards without the work that a password costs, for as long as the user's password stays the same;
 * of the password itself nothing is kept but a digest under a key that ends with the process.
 */
public final class BasicLogin {
    private static final String SCHEME = "basic ";
    private static final int LONGEST = 8_192;

    private final UserStore users;
    private final Passwords passwords;
    private final LoginLimit limit;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final SecretKeySpec key;

    /** How a log-in ended. */
    public enum Verdict {
        ALLOWED,
        REFUSED,
        /** Too many attempts failed lately; this one was not looked at. */
        TOO_MANY
    }

    /** What was right. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Known(String passwordHash, byte[] digest) {}

    public BasicLogin(UserStore users, Passwords passwords, LoginLimit limit) {
        this.users = users;
        this.passwords = passwords;
        this.limit = limit;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, "HmacSHA256");
    }

    /**
     * Judges a header {@code Authorization}.
     *
     * @param address where the request comes from
     */
    public Verdict judge(String authorization, String address) {
        String text = decode(authorization);
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Verdict.REFUSED;
        }
        String username = text.substring(0, colon);
        String password = text.substring(colon + 1);
        Optional<User> user = users.findByName(username);
        byte[] digest = digest(password);
        Known before = known.get(username);
        if (before != null
                && user.isPresent()
                && user.get().active()
                && before.passwordHash().equals(user.get().passwordHash())
                && MessageDigest.isEqual(before.digest(), digest)) {
            return Verdict.ALLOWED;
        }
        if (!limit.allows(username, address)) {
            return Verdict.TOO_MANY;
        }
        if (user.isEmpty()) {
            passwords.matchNobody(password);
        }
        if (user.isEmpty()
                || !passwords.matches(password, user.get().passwordHash())
                || !user.get().active()) {
            known.remove(username);
            limit.failed(username, address);
            return Verdict.REFUSED;
        }
        limit.succeeded(username, address);
        known.put(username, new Known(user.get().passwordHash(), digest));
        return Verdict.ALLOWED;
    }

    /** Name, colon and password; empty where the header holds no such thing. */
    private static String decode(String authorization) {
        if (authorization.length() > LONGEST
                || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return "";
        }
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return "";
        }
    }

    private byte[] digest(String password) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
