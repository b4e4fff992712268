package org.chroma.agent.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.chroma.protocol.Limits;
import org.chroma.protocol.PluginBundle;
import org.chroma.protocol.Sha256;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugin bundles in the framework that the agents run in. Each is there once, however many agents want it. What a
 * bundle is and that it came from a manager stands in its location, so that nothing needs to be remembered across
 * restarts.
 */
final class FrameworkBundles implements PluginBundles {
    private static final Logger LOG = LoggerFactory.getLogger(FrameworkBundles.class);
    private static final String SCHEME = "chroma-plugin:";
    /** Before this, some agents may not have heard yet what their managers want. */
    private static final Duration SETTLING = Duration.ofSeconds(60);

    /** How long one bundle's start may keep the others from coming and going. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BundleContext context;
    private final Workers workers;
    private final BundleStarts starts;
    private final long begin = System.nanoTime();
    private final Map<Agent, Wish> wishes = new HashMap<>();
    private final Map<String, String> problems = new ConcurrentHashMap<>();
    private boolean working;

    /** What one agent's manager wants, and how it is fetched. */
    private record Wish(List<PluginBundle> bundles, ManagerLink link) {}

    FrameworkBundles(BundleContext context, Workers workers) {
        this(context, workers, PATIENCE);
    }

    FrameworkBundles(BundleContext context, Workers workers, Duration patience) {
        this.context = context;
        this.workers = workers;
        this.starts = new BundleStarts(patience);
        // Those of before serve also while no manager answers.
        for (Bundle bundle : context.getBundles()) {
            if (parse(bundle.getLocation()).isPresent() && bundle.getState() != Bundle.ACTIVE) {
                starts.begin(bundle);
            }
        }
    }

    @Override
    public List<PluginBundle> installed() {
        List<PluginBundle> installed = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            parse(bundle.getLocation()).ifPresent(installed::add);
        }
        return installed;
    }

    @Override
    public Map<String, String> problems() {
        return Map.copyOf(problems);
    }

    @Override
    public void wanted(Agent agent, List<PluginBundle> bundles, ManagerLink link) {
        synchronized (this) {
            Wish before = wishes.put(agent, new Wish(bundles, link));
            boolean settled = System.nanoTime() - begin > SETTLING.toNanos();
            boolean same = before != null && before.bundles().equals(bundles);
            if (working || (same && problems.isEmpty() && settled && agreed())) {
                return;
            }
            working = true;
        }
        workers.conversations.execute(this::work);
    }

    private synchronized boolean agreed() {
        Map<String, PluginBundle> wanted = wanted();
        List<PluginBundle> installed = installed();
        return installed.size() == wanted.size() && wanted.values().containsAll(installed);
    }

    @Override
    public synchronized void gone(Agent agent) {
        wishes.remove(agent);
    }

    private void work() {
        try {
            reconcile();
        } catch (RuntimeException e) { // the framework may be stopping
            LOG.debug("Plugin bundles were left unchanged", e);
        } catch (Error e) { // the next report tries again
            LOG.error("Plugin bundles were left unchanged", e);
        } finally {
            synchronized (this) {
                working = false;
            }
        }
    }

    /** By symbolic name; where managers differ, the newest. */
    private synchronized Map<String, PluginBundle> wanted() {
        Map<String, PluginBundle> wanted = new HashMap<>();
        for (Wish wish : wishes.values()) {
            for (PluginBundle bundle : wish.bundles()) {
                wanted.merge(bundle.symbolicName(), bundle, FrameworkBundles::newer);
            }
        }
        return wanted;
    }

    private static PluginBundle newer(PluginBundle one, PluginBundle other) {
        int order = Version.parseVersion(one.version()).compareTo(Version.parseVersion(other.version()));
        return order != 0 ? (order > 0 ? one : other) : (one.sha256().compareTo(other.sha256()) >= 0 ? one : other);
    }

    private void reconcile() {
        Map<String, PluginBundle> wanted = wanted();
        boolean settled = System.nanoTime() - begin > SETTLING.toNanos();
        problems.keySet().retainAll(wanted.keySet());
        for (Bundle bundle : context.getBundles()) {
            Optional<PluginBundle> ours = parse(bundle.getLocation());
            if (ours.isEmpty()) {
                continue;
            }
            PluginBundle replacement = wanted.get(ours.get().symbolicName());
            if (ours.get().equals(replacement)) {
                wanted.remove(ours.get().symbolicName());
                start(bundle, ours.get());
            } else if (replacement == null && settled) {
                uninstall(bundle);
            }
        }
        wanted.values().forEach(this::install);
    }

    private void install(PluginBundle wanted) {
        String name = wanted.symbolicName();
        try {
            for (Bundle bundle : context.getBundles()) {
                boolean ours = parse(bundle.getLocation()).isPresent();
                if (name.equals(bundle.getSymbolicName()) && !ours) {
                    LOG.debug("{} is already installed, and not by a manager", name);
                    problems.remove(name);
                    return;
                }
            }
            byte[] jar = fetch(wanted);
            for (Bundle bundle : context.getBundles()) {
                if (parse(bundle.getLocation())
                        .filter(old -> old.symbolicName().equals(name))
                        .isPresent()) {
                    uninstall(bundle);
                }
            }
            Bundle bundle = context.installBundle(location(wanted), new ByteArrayInputStream(jar));
            LOG.info("Got plugin {} {} from the manager", name, wanted.version());
            start(bundle, wanted);
        } catch (IOException | BundleException e) {
            complain(wanted, e);
        }
    }

    /** Also one that could not be resolved before: what it needs may have come since. */
    private void start(Bundle bundle, PluginBundle wanted) {
        try {
            if (bundle.getState() != Bundle.ACTIVE) {
                starts.start(bundle);
            }
            problems.remove(wanted.symbolicName());
        } catch (BundleException e) {
            complain(wanted, e);
        }
    }

    private void complain(PluginBundle wanted, Exception problem) {
        String name = wanted.symbolicName();
        String reason = Limits.cut(
                "The plugin bundle %s %s is not used: %s".formatted(name, wanted.version(), problem.getMessage()));
        if (!reason.equals(problems.put(name, reason))) {
            LOG.error(reason);
        }
    }

    private byte[] fetch(PluginBundle wanted) throws IOException {
        ManagerLink link = linkFor(wanted);
        if (wanted.size() > Limits.BUNDLE_BYTES || !wanted.sha256().matches("[0-9a-f]{64}")) {
            throw new IOException("the manager's offer is invalid");
        }
        byte[] jar = link.get("agent/plugin/" + wanted.sha256(), Limits.BUNDLE_BYTES);
        if (!Sha256.of(jar).equals(wanted.sha256())) {
            throw new IOException("what the manager sent does not have the digest that it announced");
        }
        return jar;
    }

    private synchronized ManagerLink linkFor(PluginBundle wanted) throws IOException {
        return wishes.values().stream()
                .filter(wish -> wish.bundles().contains(wanted))
                .findFirst()
                .map(Wish::link)
                .orElseThrow(() -> new IOException("no manager offers it any more"));
    }

    private void uninstall(Bundle bundle) {
        try {
            starts.abandon(bundle);
            bundle.uninstall();
            FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
            wiring.refreshBundles(List.of(bundle));
            LOG.info("Removed plugin {} {}", bundle.getSymbolicName(), bundle.getVersion());
        } catch (BundleException e) {
            LOG.error("Plugin {} could not be removed: {}", bundle.getSymbolicName(), e.getMessage());
        }
    }

    private static String location(PluginBundle bundle) {
        return SCHEME + bundle.symbolicName() + "/" + bundle.version() + "/" + bundle.size() + "/" + bundle.sha256();
    }

    private static Optional<PluginBundle> parse(String location) {
        String[] parts = location.startsWith(SCHEME)
                ? location.substring(SCHEME.length()).split("/", -1)
                : new String[0];
        return parts.length == 4
                ? Optional.of(new PluginBundle(parts[0], parts[1], parts[3], Long.parseLong(parts[2])))
                : Optional.empty();
    }
}
