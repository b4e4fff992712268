package org.chroma.core.internal.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.chroma.core.loop.Round;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the bundles that an administrator dropped into {@code deploy/}, each on a thread of its own. Who watches the
 * directory only installs them: one whose start hangs would otherwise keep all others from coming and going.
 */
@Component(service = PluginStarts.class, immediate = true)
public final class PluginStarts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginStarts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final BundleContext context;
    private final Duration patience;
    private final Map<Long, Start> running = new ConcurrentHashMap<>();
    private final Map<Long, Attempt> attempts = new ConcurrentHashMap<>();
    private final FrameworkListener listener = this::happened;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "chroma-plugin-starts");
        thread.setDaemon(true);
        return thread;
    });

    /** A start that has not ended. What lies at the bundle's place was last changed at a time, in milliseconds. */
    private static final class Start {
        private final Thread thread;
        private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        private final long changed;
        private boolean warned;

        private Start(Thread thread, long changed) {
            this.thread = thread;
            this.changed = changed;
        }
    }

    /** What came of starting a bundle as it was last changed; nothing where it started. */
    private record Attempt(long lastModified, @Nullable String failure) {}

    @Activate
    public PluginStarts(BundleContext context) {
        this(context, PATIENCE);
    }

    /** @param patience after this a start that has not ended is complained of */
    PluginStarts(BundleContext context, Duration patience) {
        this.context = context;
        this.patience = patience;
        context.addFrameworkListener(listener);
        // What is being installed right now is refreshed next, and that waits for starts; it is started after that.
        var unusedFirst = watch.schedule(this::look, 2, TimeUnit.SECONDS);
        var unused = watch.scheduleWithFixedDelay(
                new Round(LOG, "Looking after starts of plugin bundles", this::glance),
                GLANCE.toMillis(),
                GLANCE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Starts nothing any more; what has started goes on. */
    @Override
    @Deactivate
    public void close() {
        context.removeFrameworkListener(listener);
        watch.shutdownNow();
        running.values().forEach(start -> start.thread.interrupt());
    }

    /** Since when a bundle has been starting; empty where it is not. */
    Optional<Instant> since(Bundle bundle) {
        return Optional.ofNullable(running.get(bundle.getBundleId())).map(start -> start.since);
    }

    /** Whether a bundle came through a directory that is watched. */
    static boolean isDeployed(Bundle bundle) {
        return bundle.getLocation().startsWith("file:");
    }

    /** Anyone who watches the directory lets the framework refresh what he installed, updated or removed. */
    private void happened(FrameworkEvent event) {
        boolean settled = event.getType() == FrameworkEvent.PACKAGES_REFRESHED
                || event.getType() == FrameworkEvent.STARTLEVEL_CHANGED;
        if (settled && !watch.isShutdown()) {
            watch.execute(this::look);
        }
    }

    private void look() {
        try {
            for (Bundle bundle : context.getBundles()) {
                if (isDeployed(bundle) && isDue(bundle)) {
                    begin(bundle);
                }
            }
        } catch (RuntimeException e) { // the framework may be stopping
            LOG.debug("Plugin bundles were left unchanged", e);
        } catch (Error e) { // the next change tries again
            LOG.error("Plugin bundles were left unchanged", e);
        }
    }

    /** What started once and was stopped stays stopped; what could not be resolved may be resolvable now. */
    private boolean isDue(Bundle bundle) {
        if (running.containsKey(bundle.getBundleId()) || bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null) {
            return false;
        }
        Attempt last = attempts.get(bundle.getBundleId());
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> true;
            case Bundle.RESOLVED -> last == null || last.lastModified() != bundle.getLastModified();
            default -> false;
        };
    }

    private void begin(Bundle bundle) {
        long id = bundle.getBundleId();
        Thread thread = new Thread(() -> start(bundle), "start of " + name(bundle));
        thread.setDaemon(true);
        running.put(id, new Start(thread, changed(bundle)));
        thread.start();
    }

    private void start(Bundle bundle) {
        long id = bundle.getBundleId();
        long lastModified = bundle.getLastModified();
        String failure = null;
        try {
            // Not for good: the framework would start it again by itself, on the one thread that starts everything.
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (Throwable e) { // what an activator does is the plugin's
            failure = reason(e);
        }
        Attempt before = attempts.put(id, new Attempt(lastModified, failure));
        Start start = running.remove(id);
        if (failure == null) {
            if (start != null && start.warned) {
                LOG.info("{} has finally started", name(bundle));
            }
        } else if (bundle.getState() != Bundle.UNINSTALLED
                && (before == null || before.lastModified() != lastModified || !failure.equals(before.failure()))) {
            LOG.warn("Plugin bundle {} does not start: {}", name(bundle), failure);
        }
    }

    private static String reason(Throwable failed) {
        Throwable cause = failed instanceof BundleException && failed.getCause() != null ? failed.getCause() : null;
        return failed.getMessage() + (cause == null ? "" : ": " + cause);
    }

    /**
     * Looks after starts that have not ended. One whose file was replaced or taken out is interrupted: anyone who
     * watches the directory is about to stop the bundle, and waits for its start.
     */
    private void glance() {
        running.forEach((id, start) -> {
            Bundle bundle = context.getBundle(id);
            if (bundle == null) {
                return;
            }
            if (!start.warned && !start.since.plus(patience).isAfter(Instant.now())) {
                start.warned = true;
                LOG.warn(
                        "Plugin bundle {} has been starting since {}; until its start ends it is not used. Others are not held up",
                        name(bundle),
                        start.since);
            }
            if (changed(bundle) != start.changed) {
                start.thread.interrupt();
            }
        });
        attempts.keySet().removeIf(id -> context.getBundle(id) == null);
    }

    /** When the file that the bundle was made of was last changed, in milliseconds; 0 where it is gone. */
    private static long changed(Bundle bundle) {
        try {
            return Files.getLastModifiedTime(Path.of(new URI(bundle.getLocation())))
                    .toMillis();
        } catch (IOException | URISyntaxException | IllegalArgumentException gone) {
            return 0;
        }
    }

    static String name(Bundle bundle) {
        return bundle.getSymbolicName() == null
                ? bundle.getLocation().replaceFirst(".*/", "")
                : bundle.getSymbolicName();
    }
}
