package org.chroma.agent.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.chroma.spi.Action;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.osgi.util.promise.Promise;

/** The agent's commands in a real framework, with plugins that are published in it. */
class PluginCommandsTest {
    @TempDir
    Path cache;

    private Framework framework;
    private BundleContext context;

    @BeforeEach
    void start() throws Exception {
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        cache.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.chroma.spi;version=1.0"));
        framework.start();
        context = framework.getBundleContext();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(20_000);
    }

    /** Says a word back. */
    record SayAgain(String word) implements Action<Said> {}

    record Said(String word, String node) {}

    private static final class Echo implements ActionPlugin<SayAgain, Said> {
        @Override
        public Class<SayAgain> action() {
            return SayAgain.class;
        }

        @Override
        public Said run(SayAgain action, ActionContext context) {
            return new Said(action.word(), context.machine().nodename());
        }
    }

    record Temperature(int degrees) {}

    private static final class Thermometer implements DevicePlugin<Temperature> {
        @Override
        public Temperature scan(Machine machine) {
            return new Temperature(machine.nodename().equals("oss1") ? 21 : 22);
        }
    }

    private <T> void publish(Class<T> type, T service, String name) {
        Map<String, Object> properties = name.isEmpty() ? Map.of() : Map.of("plugin.name", name);
        context.registerService(type, service, FrameworkUtil.asDictionary(properties));
    }

    @Test
    void listsWhatPluginsPublish() throws Exception {
        PluginsCommand plugins = new PluginsCommand();
        plugins.context = context;
        assertThat(Printed.by(plugins)).contains("No plugins");

        publish(ActionPlugin.class, new Echo(), "");
        publish(DevicePlugin.class, new Thermometer(), "thermometer");

        assertThat(Printed.by(plugins).lines())
                .anySatisfy(line -> assertThat(line).contains("action", "say-again", "org.apache.felix.framework"))
                .anySatisfy(line -> assertThat(line).contains("device", "thermometer"));
    }

    @Test
    void runsAnActionOnTheOnlyMachineOrTheOneThatIsNamed() throws Exception {
        publish(ActionPlugin.class, new Echo(), "");
        publish(Machine.class, new RecordedMachine("oss1"), "");
        RunActionCommand run = new RunActionCommand();
        run.context = context;
        run.action = "say-again";
        run.arguments = "{\"word\": \"hello\"}";
        assertThat(Printed.by(run)).contains("\"hello\"", "\"oss1\"");

        publish(Machine.class, new RecordedMachine("oss2"), "");
        assertThatThrownBy(run::execute).hasMessageContaining("choose one with --machine");
        run.machine = "oss2";
        assertThat(Printed.by(run)).contains("\"oss2\"");
        run.machine = "oss3";
        assertThatThrownBy(run::execute).hasMessage("There is no machine oss3 here");
    }

    @Test
    void whatIsNotThereOrWronglyTypedIsNamed() {
        publish(ActionPlugin.class, new Echo(), "");
        publish(Machine.class, new RecordedMachine("oss1"), "");
        RunActionCommand run = new RunActionCommand();
        run.context = context;
        run.action = "sing";
        assertThatThrownBy(run::execute).hasMessage("There is no action sing");
        run.action = "say-again";
        run.arguments = "{\"words\": 1}";
        assertThatThrownBy(run::execute).hasMessageContaining("say-again.word is missing");
        ScanCommand scan = new ScanCommand();
        scan.context = context;
        scan.plugin = "barometer";
        assertThatThrownBy(scan::execute).hasMessage("There is no device plugin barometer");
    }

    @Test
    void showsWhatADevicePluginSees() throws Exception {
        publish(DevicePlugin.class, new Thermometer(), "thermometer");
        publish(Machine.class, new RecordedMachine("oss1"), "");
        ScanCommand scan = new ScanCommand();
        scan.context = context;
        scan.plugin = "thermometer";
        assertThat(Printed.by(scan)).contains("\"degrees\" : 21");
    }

    @Test
    void whyNamesTheServiceThatAComponentWaitsFor() throws Exception {
        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
        component.name = "org.example.Waiting";
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "clock";
        reference.interfaceName = "java.time.Clock";
        component.references = new ReferenceDTO[] {reference};
        component.configurationPid = new String[] {"org.example.Waiting"};
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.state = ComponentConfigurationDTO.UNSATISFIED_REFERENCE;
        UnsatisfiedReferenceDTO unsatisfied = new UnsatisfiedReferenceDTO();
        unsatisfied.name = "clock";
        unsatisfied.target = "(zone=UTC)";
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {unsatisfied};
        WhyCommand why = new WhyCommand();
        why.context = context;
        why.components = new Components(List.of(component), List.of(configuration));

        assertThat(Printed.by(why))
                .contains("Component org.example.Waiting waits for a service java.time.Clock with (zone=UTC)");
        why.part = "org.example.other";
        assertThat(Printed.by(why)).contains("Everything runs");
    }

    /** Components that are as a test says. */
    private record Components(
            List<ComponentDescriptionDTO> descriptions, List<ComponentConfigurationDTO> configurations)
            implements ServiceComponentRuntime {
        @Override
        public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle... bundles) {
            return descriptions;
        }

        @Override
        public ComponentDescriptionDTO getComponentDescriptionDTO(Bundle bundle, String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(ComponentDescriptionDTO component) {
            return configurations;
        }

        @Override
        public boolean isComponentEnabled(ComponentDescriptionDTO component) {
            return true;
        }

        @Override
        public Promise<Void> enableComponent(ComponentDescriptionDTO component) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Promise<Void> disableComponent(ComponentDescriptionDTO component) {
            throw new UnsupportedOperationException();
        }
    }
}
