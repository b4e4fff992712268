package org.chroma.comms.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.chroma.comms.CertificateAuthority;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** By what servers know this manager: its address, its certificate authority, and its SSH key. */
@Component(service = ManagerIdentity.class, configurationPid = "org.chroma.comms")
public final class ManagerIdentity {
    private final String url;
    private final CertificateAuthority authority;
    private final ManagerKey key;

    /** Where keys are, and where the manager is. */
    public @interface Config {
        /** Directory of the certificate authority; {@code keys} in the data directory where it is empty. */
        String keys() default "";

        /** File of the SSH key that servers let in; {@code manager_key} in the directory of keys where it is empty. */
        String ssh_key() default "";

        /**
         * Under which URL servers reach this manager. Where it is empty, this machine's fully qualified name with the
         * manager's port.
         */
        String url() default "";
    }

    @Activate
    public ManagerIdentity(BundleContext context, Config config) throws IOException, GeneralSecurityException {
        this(
                config.keys().isEmpty() ? dataDirectory(context).resolve("keys") : Path.of(config.keys()),
                config.ssh_key(),
                config.url().isEmpty() ? ownUrl(context.getProperty("chroma.port")) : config.url());
    }

    ManagerIdentity(Path keys, String sshKey, String url) throws IOException, GeneralSecurityException {
        this.url = url.endsWith("/") ? url : url + "/";
        authority = CertificateAuthority.open(keys);
        key = ManagerKey.open(sshKey.isEmpty() ? keys.resolve("manager_key") : Path.of(sshKey));
    }

    private static Path dataDirectory(BundleContext context) {
        String data = context.getProperty("chroma.data");
        return data == null ? context.getDataFile("").toPath() : Path.of(data);
    }

    private static String ownUrl(@Nullable String port) throws UnknownHostException {
        return "https://" + InetAddress.getLocalHost().getCanonicalHostName() + ":" + (port == null ? "8443" : port);
    }

    /** Ends in a slash. */
    String url() {
        return url;
    }

    CertificateAuthority authority() {
        return authority;
    }

    ManagerKey key() {
        return key;
    }
}
