package org.chroma.agent.shell.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds what does not run: bundles that are not active, and components whose services or configuration are missing. */
final class MissingServices {
    private final BundleContext context;
    private final ServiceComponentRuntime components;

    MissingServices(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /** One sentence for each thing that does not run; empty where everything does. */
    List<String> explain() {
        List<String> lines = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            boolean lazy = "lazy".equals(bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY));
            if (!fragment && bundle.getState() != Bundle.ACTIVE && !(lazy && bundle.getState() == Bundle.STARTING)) {
                lines.add("Bundle " + bundle.getSymbolicName() + " is not active: " + reason(bundle));
            }
        }
        for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs()) {
            explain(description, lines);
        }
        return lines;
    }

    /** Only looks: who asks why a bundle does not run does not want it to be started. */
    private String reason(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (bundle.getState() != Bundle.INSTALLED || revision == null) {
            return "it was stopped, or its start failed";
        }
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        String missing = revision.getDeclaredRequirements(null).stream()
                .filter(MissingServices::isNeededToResolve)
                .filter(requirement -> wiring.findProviders(requirement).isEmpty())
                .map(requirement -> requirement.getNamespace() + " "
                        + requirement.getDirectives().get(Constants.FILTER_DIRECTIVE))
                .sorted()
                .collect(Collectors.joining(", "));
        return missing.isEmpty() ? "it was not resolved yet" : "nothing here provides " + missing;
    }

    private static boolean isNeededToResolve(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return !"optional".equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                && !"dynamic".equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                && !"active".equals(directives.get(Constants.EFFECTIVE_DIRECTIVE));
    }

    private void explain(ComponentDescriptionDTO description, List<String> lines) {
        Map<String, ReferenceDTO> references =
                Arrays.stream(description.references).collect(Collectors.toMap(r -> r.name, Function.identity()));
        if (!components.isComponentEnabled(description)) {
            lines.add("Component " + description.name + " is disabled");
        }
        for (ComponentConfigurationDTO configuration : components.getComponentConfigurationDTOs(description)) {
            if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
                lines.add("Component " + description.name + " has no configuration "
                        + String.join(", ", description.configurationPid));
            }
            if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                lines.add("Component " + description.name + " failed to start: "
                        + configuration.failure.lines().findFirst().orElse(""));
            }
            for (UnsatisfiedReferenceDTO unsatisfied : configuration.unsatisfiedReferences) {
                ReferenceDTO reference = references.get(unsatisfied.name);
                lines.add("Component %s waits for a service %s%s"
                        .formatted(
                                description.name,
                                reference == null ? unsatisfied.name : reference.interfaceName,
                                unsatisfied.target == null ? "" : " with " + unsatisfied.target));
            }
        }
    }
}
