package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.chroma.model.MountFailure;
import org.chroma.model.action.RegisterTarget;
import org.chroma.model.action.RegisteredTarget;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.Mount;
import org.chroma.spi.Output;
import org.osgi.service.component.annotations.Component;

/** Mounts a target once, so that the MGS names it, and unmounts it again. */
@Component
public final class RegisterTargetPlugin implements ActionPlugin<RegisterTarget, RegisteredTarget> {
    /** Giving up on an MGS that does not answer takes Lustre 76 s, waiting for another server's mount 24 s. */
    private static final Duration MOUNT = Duration.ofMinutes(4);

    private static final Duration UNMOUNT = Duration.ofMinutes(4);
    private static final int INPUT_OUTPUT_ERROR = 5;

    @Override
    public Class<RegisterTarget> action() {
        return RegisterTarget.class;
    }

    @Override
    public RegisteredTarget run(RegisterTarget action, ActionContext context) throws IOException, InterruptedException {
        Device device = new Device(action.device());
        Machine machine = context.machine();
        // One that an interrupted attempt left mounted was mounted for registering.
        Optional<Mount> mounted = Mount.ofDevice(machine, device.path());
        String directory = mounted.map(Mount::directory).orElse(action.mountPoint());
        if (mounted.isEmpty()) {
            machine.createDirectories(directory);
            mount(machine, device, directory, context);
        }
        machine.run(UNMOUNT, "umount", directory).expectSuccess();
        return new RegisteredTarget(registeredName(machine, device));
    }

    private static void mount(Machine machine, Device device, String directory, ActionContext context)
            throws IOException, InterruptedException {
        Output output = machine.run(MOUNT, "mount", "-t", "lustre", device.path(), directory);
        if (output.exitCode() == INPUT_OUTPUT_ERROR) {
            context.console().line("trying again: the first mount of a target sometimes fails like this");
            output = machine.run(MOUNT, "mount", "-t", "lustre", device.path(), directory);
        }
        MountFailure.check(output, device.path());
    }

    private static String registeredName(Machine machine, Device device) throws IOException, InterruptedException {
        String label = Signature.of(machine, device).map(Signature::label).orElse("");
        if (!TargetData.isRegistered(label)) {
            throw new IOException(
                    "%s was mounted, but the MGS gave it no name: its label is \"%s\"".formatted(device, label));
        }
        return label;
    }
}
