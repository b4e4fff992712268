package org.chroma.example.locator;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The agent's half: acts. Its name on the wire is {@code blink-locator}. */
@Component
public final class BlinkLocatorPlugin implements ActionPlugin<BlinkLocator, BlinkLocator.Blinking> {
    private static final int LONGEST = 3600;

    private final Clock clock;

    @Activate
    public BlinkLocatorPlugin() {
        this(Clock.systemUTC());
    }

    BlinkLocatorPlugin(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Class<BlinkLocator> action() {
        return BlinkLocator.class;
    }

    @Override
    public BlinkLocator.Blinking run(BlinkLocator action, ActionContext context)
            throws IOException, InterruptedException {
        if (action.seconds() < 1 || action.seconds() > LONGEST) {
            throw new IllegalArgumentException("must be 1 to %d seconds, not %d".formatted(LONGEST, action.seconds()));
        }
        Instant until = clock.instant().plusSeconds(action.seconds());
        new Locator(context.machine()).blink(until, action.seconds());
        context.console().line("The locator light blinks until " + until);
        return new BlinkLocator.Blinking(until);
    }
}
