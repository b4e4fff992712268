package org.chroma.core.internal.deploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.chroma.core.ClusterView.PluginStatus;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Finds the bundles that an administrator dropped into {@code deploy/} and that do not run. */
final class IdleBundles {
    private final BundleContext context;
    private final Function<Bundle, Optional<Instant>> startingSince;

    /** @param startingSince since when a bundle has been starting; empty where it is not */
    IdleBundles(BundleContext context, Function<Bundle, Optional<Instant>> startingSince) {
        this.context = context;
        this.startingSince = startingSince;
    }

    List<PluginStatus> find() {
        List<PluginStatus> idle = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (PluginStarts.isDeployed(bundle) && isIdle(bundle)) {
                String name = PluginStarts.name(bundle);
                idle.add(new PluginStatus(name, "bundle", name, "The bundle does not run: " + why(bundle)));
            }
        }
        return idle;
    }

    /** Fragments never run themselves, and lazy bundles wait for their first use. */
    private boolean isIdle(Bundle bundle) {
        boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        boolean lazy = bundle.getState() == Bundle.STARTING
                && startingSince.apply(bundle).isEmpty()
                && bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
        return !fragment && !lazy && bundle.getState() != Bundle.ACTIVE;
    }

    private String why(Bundle bundle) {
        Optional<Instant> since = startingSince.apply(bundle);
        if (since.isPresent()) {
            return "it has been starting since %s".formatted(since.get());
        }
        if (bundle.getState() == Bundle.STARTING) {
            return "it is still starting";
        }
        if (bundle.getState() == Bundle.STOPPING) {
            return "it is still stopping";
        }
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (bundle.getState() != Bundle.INSTALLED || revision == null) {
            return "its start failed, or it was stopped; see the log";
        }
        FrameworkWiring wiring =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        TreeSet<String> missing = new TreeSet<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            boolean matters = !"optional".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
                    && !"dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
                    && !"active".equals(requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE));
            if (matters && wiring.findProviders(requirement).isEmpty()) {
                missing.add(words(requirement));
            }
        }
        return missing.isEmpty()
                ? "it could not be resolved; see the log"
                : "nothing here provides " + String.join(", ", missing);
    }

    private static String words(BundleRequirement requirement) {
        String filter = String.valueOf(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE));
        if (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            return "the package " + filter.replaceFirst("^.*osgi\\.wiring\\.package=([^)]*)\\).*$", "$1")
                    + (filter.contains("version") ? " in the required version" : "");
        }
        return requirement.getNamespace() + " " + filter;
    }
}
