package org.chroma.comms.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.chroma.protocol.Limits;
import org.chroma.protocol.PluginBundle;
import org.chroma.protocol.Sha256;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.DevicePlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers to agents the bundles that an administrator dropped into the manager's {@code deploy/} directory and that have
 * something for them: a device plugin or an action plugin. What the manager itself is made of, agents have themselves.
 */
@Component(service = PluginOffers.class)
public final class DeployedPlugins implements PluginOffers {
    private static final Logger LOG = LoggerFactory.getLogger(DeployedPlugins.class);
    private static final List<String> FOR_AGENTS = List.of(DevicePlugin.class.getName(), ActionPlugin.class.getName());

    private final BundleContext context;
    private final SynchronousBundleListener listener = this::changed;
    private final Map<Long, Offer> offers = new HashMap<>();
    private volatile List<PluginBundle> current = List.of();

    /** The jar is kept as it was when it was installed, so that digest and content always belong together. */
    private static final class Offer {
        private final PluginBundle bundle;
        private final byte[] jar;

        Offer(PluginBundle bundle, byte[] jar) {
            this.bundle = bundle;
            this.jar = jar;
        }
    }

    @Activate
    public DeployedPlugins(BundleContext context) {
        this.context = context;
        context.addBundleListener(listener);
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() >= Bundle.INSTALLED) {
                add(bundle);
            }
        }
    }

    /** Offers nothing any more. */
    @Deactivate
    public void close() {
        context.removeBundleListener(listener);
    }

    private void changed(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.INSTALLED, BundleEvent.UPDATED -> add(event.getBundle());
            case BundleEvent.UNINSTALLED -> remove(event.getBundle());
            default -> {
                // A plugin that does not start here may still do on the servers.
            }
        }
    }

    private void add(Bundle bundle) {
        Path file = file(bundle.getLocation());
        if (file == null || !isForAgents(bundle)) {
            remove(bundle);
            return;
        }
        try {
            if (Files.size(file) > Limits.BUNDLE_BYTES) {
                throw new IOException("it is larger than %,d bytes".formatted(Limits.BUNDLE_BYTES));
            }
            byte[] jar = Files.readAllBytes(file);
            PluginBundle offer = describe(jar);
            synchronized (offers) {
                offers.put(bundle.getBundleId(), new Offer(offer, jar));
                refresh();
            }
            LOG.info("Agents are offered {} {}", offer.symbolicName(), offer.version());
        } catch (IOException e) {
            LOG.error("{} is not offered to agents: {}", file.getFileName(), e.getMessage());
            remove(bundle);
        }
    }

    private void remove(Bundle bundle) {
        synchronized (offers) {
            Offer offer = offers.remove(bundle.getBundleId());
            if (offer != null) {
                refresh();
                LOG.info("Agents are no longer offered {}", offer.bundle.symbolicName());
            }
        }
    }

    private void refresh() {
        current = offers.values().stream().map(offer -> offer.bundle).toList();
    }

    /** The file behind a location that a deploy directory made; null for others. */
    private static @Nullable Path file(String location) {
        if (!location.startsWith("file:")) {
            return null;
        }
        try {
            Path file = Path.of(new URI(location));
            return Files.isRegularFile(file) ? file : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /** What a bundle publishes stands in the capabilities that its build wrote down. */
    private static boolean isForAgents(Bundle bundle) {
        String capabilities = bundle.getHeaders("").get(Constants.PROVIDE_CAPABILITY);
        return capabilities != null && FOR_AGENTS.stream().anyMatch(capabilities::contains);
    }

    private static PluginBundle describe(byte[] jar) throws IOException {
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
            Manifest manifest = in.getManifest();
            String name =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (manifest == null || name == null) {
                throw new IOException("it is not a bundle");
            }
            String version = manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION);
            return new PluginBundle(
                    name.replaceFirst(";.*", "").strip(),
                    version == null ? "0.0.0" : version,
                    Sha256.of(jar),
                    jar.length);
        }
    }

    @Override
    public List<PluginBundle> current() {
        return current;
    }

    @Override
    public Optional<byte[]> content(String sha256) {
        synchronized (offers) {
            return offers.values().stream()
                    .filter(offer -> offer.bundle.sha256().equals(sha256))
                    .map(offer -> offer.jar)
                    .findFirst();
        }
    }
}
