package org.chroma.api.internal.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.chroma.core.port.UserStore;
import org.chroma.core.port.UserStore.User;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the user {@code admin} where there is no user yet. The password is that of the environment variable
 * {@code CHROMA_ADMIN_PASSWORD}; otherwise one is made up and written to {@code keys/admin.password} in the data
 * directory, readable by its owner alone.
 */
@Component(service = FirstUser.class, immediate = true)
public final class FirstUser {
    private static final Logger LOG = LoggerFactory.getLogger(FirstUser.class);

    @Activate
    public FirstUser(@Reference UserStore users, @Reference Passwords passwords, BundleContext bundle) {
        this(users, passwords, System.getenv("CHROMA_ADMIN_PASSWORD"), dataDirectory(bundle));
    }

    FirstUser(UserStore users, Passwords passwords, @Nullable String given, Path directory) {
        if (!users.users().isEmpty()) {
            return;
        }
        String password = given != null && !given.isEmpty() ? given : madeUp(directory.resolve("keys"));
        users.add(User.fresh("admin", passwords.hash(password), Set.of(Group.SUPERUSERS.word()), Instant.now()));
        LOG.info("Made the first user, admin");
    }

    private static Path dataDirectory(BundleContext bundle) {
        String configured = bundle.getProperty("chroma.data");
        if (configured == null) {
            configured = bundle.getProperty("karaf.data");
        }
        return Path.of(configured == null ? "." : configured);
    }

    private static String madeUp(Path directory) {
        Path file = directory.resolve("admin.password");
        String password = Tokens.next().substring(0, 20);
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, password + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("The first password cannot be written to " + file, e);
        }
        return password;
    }
}
