package org.chroma.agent.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** {@code chroma:why}: shows which parts are not running, and why. */
@Service
@Command(scope = "chroma", name = "why", description = "shows which parts are not running, and why")
public final class WhyCommand implements Action {
    @Reference
    BundleContext context;

    @Reference
    ServiceComponentRuntime components;

    @Argument(name = "part", description = "only those whose name contains this")
    String part = "";

    @Override
    public @Nullable Object execute() {
        List<String> lines = new MissingServices(context, components)
                .explain().stream().filter(line -> line.contains(part)).toList();
        (lines.isEmpty() ? List.of("Everything runs") : lines).forEach(System.out::println);
        return null;
    }
}
