package org.chroma.example.locator;

import java.util.List;
import java.util.Optional;
import org.chroma.model.Host;
import org.chroma.spi.JobPlugin;
import org.chroma.spi.JobStep;
import org.osgi.service.component.annotations.Component;

/** The manager's half: offers "Locate" on every server that can be reached. */
@Component
public final class LocateJob implements JobPlugin<Host> {
    private static final int SECONDS = 60;

    @Override
    public String name() {
        return "LocateJob";
    }

    @Override
    public Class<Host> subject() {
        return Host.class;
    }

    @Override
    public String verb() {
        return "Locate";
    }

    @Override
    public boolean canRun(Host host) {
        return host.lastContact() != null;
    }

    @Override
    public Optional<String> confirmation(Host host) {
        return Optional.empty();
    }

    @Override
    public String description(Host host) {
        return "Blink the locator light of " + host.label();
    }

    @Override
    public List<JobStep<Host>> steps(Host host) {
        return List.of(new JobStep<>("blink", "Blink for %d s".formatted(SECONDS), (server, context) -> {
            BlinkLocator.Blinking blinking = context.run(server.id().number(), new BlinkLocator(SECONDS));
            if (blinking != null) {
                context.log("Blinking until " + blinking.until());
            }
        }));
    }
}
