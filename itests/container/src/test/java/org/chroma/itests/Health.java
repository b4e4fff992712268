package org.chroma.itests;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What is wrong with a running framework, in words: bundles that do not run, components that wait for something. */
final class Health {
    private final BundleContext context;
    private final ServiceComponentRuntime components;

    Health(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /** The complaints that are left when none are left, or when the time is over. */
    List<String> complaintsAfter(Duration limit) throws InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (true) {
            List<String> complaints = complaints();
            if (complaints.isEmpty() || Instant.now().isAfter(deadline)) {
                return complaints;
            }
            Thread.sleep(100);
        }
    }

    private List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() != Bundle.ACTIVE && isMeantToRun(bundle)) {
                complaints.add("bundle %s %s is %s"
                        .formatted(bundle.getSymbolicName(), bundle.getVersion(), nameOfState(bundle.getState())));
            }
        }
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
            if (component.defaultEnabled) {
                for (ComponentConfigurationDTO configuration : components.getComponentConfigurationDTOs(component)) {
                    complaints.addAll(complaints(component, configuration));
                }
            }
        }
        return complaints;
    }

    private List<String> complaints(ComponentDescriptionDTO component, ComponentConfigurationDTO configuration) {
        List<String> complaints = new ArrayList<>();
        String name = component.name + " of " + component.bundle.symbolicName;
        if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            complaints.add("component %s failed: %s".formatted(name, configuration.failure));
        } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
            for (UnsatisfiedReferenceDTO missing : configuration.unsatisfiedReferences) {
                String wanted = Arrays.stream(component.references)
                        .filter(reference -> reference.name.equals(missing.name))
                        .map(reference -> reference.interfaceName)
                        .findFirst()
                        .orElse(missing.name);
                complaints.add("component %s waits for a %s%s; %s"
                        .formatted(name, wanted, missing.target == null ? "" : " with " + missing.target, why(wanted)));
            }
        }
        return complaints;
    }

    /** Why nobody offers a service: nobody could, or somebody could and waits himself. */
    private String why(String service) {
        List<String> reasons = new ArrayList<>();
        for (ComponentDescriptionDTO candidate : components.getComponentDescriptionDTOs()) {
            if (Arrays.asList(candidate.serviceInterfaces).contains(service)) {
                List<String> states = components.getComponentConfigurationDTOs(candidate).stream()
                        .map(configuration -> nameOf(configuration.state))
                        .toList();
                reasons.add("%s of %s would offer it, and is %s"
                        .formatted(
                                candidate.name,
                                candidate.bundle.symbolicName,
                                states.isEmpty()
                                        ? "without configuration (" + candidate.configurationPolicy + ")"
                                        : states));
            }
        }
        return reasons.isEmpty() ? "no component of any installed bundle offers one" : String.join("; ", reasons);
    }

    private static String nameOf(int state) {
        return switch (state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> "waiting for its configuration";
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> "waiting itself";
            case ComponentConfigurationDTO.SATISFIED -> "ready";
            case ComponentConfigurationDTO.ACTIVE -> "active";
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> "failed";
            default -> "in state " + state;
        };
    }

    private static boolean isMeantToRun(Bundle bundle) {
        boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return !fragment && (level == null || level.isPersistentlyStarted());
    }

    private static String nameOfState(int state) {
        return switch (state) {
            case Bundle.INSTALLED -> "installed, but cannot be resolved";
            case Bundle.RESOLVED -> "resolved, but not started";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            default -> "in state " + state;
        };
    }
}
