package org.chroma.agent.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.util.promise.Promise;

/** What {@code chroma:why} says of bundles in a real framework. */
class MissingServicesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path cache;

    @SuppressWarnings("NullAway.Init")
    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, cache.toString()));
        framework.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(20));
    }

    @Test
    void askingStartsNothing() throws Exception {
        Bundle resolvable = install("resolvable", "org.osgi.framework");
        Bundle lacking = install("lacking", "org.osgi.framework,org.example.nowhere");

        List<String> lines = explain();

        assertThat(lines)
                .contains("Bundle resolvable is not active: it was not resolved yet")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Bundle lacking is not active: nothing here provides")
                        .contains("org.example.nowhere"));
        assertThat(resolvable.getState()).isEqualTo(Bundle.INSTALLED);
        assertThat(lacking.getState()).isEqualTo(Bundle.INSTALLED);
    }

    private List<String> explain() {
        return new MissingServices(framework.getBundleContext(), new NoComponents()).explain();
    }

    private Bundle install(String name, String imports) throws Exception {
        return framework.getBundleContext().installBundle(name, new ByteArrayInputStream(jar(name, imports)));
    }

    private static byte[] jar(String name, String imports) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        attributes.putValue(Constants.IMPORT_PACKAGE, imports);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return bytes.toByteArray();
    }

    /** A framework without components. */
    private static final class NoComponents implements ServiceComponentRuntime {
        @Override
        public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle... bundles) {
            return List.of();
        }

        @Override
        public @Nullable ComponentDescriptionDTO getComponentDescriptionDTO(Bundle bundle, String name) {
            return null;
        }

        @Override
        public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(
                ComponentDescriptionDTO description) {
            return List.of();
        }

        @Override
        public boolean isComponentEnabled(ComponentDescriptionDTO description) {
            return false;
        }

        @Override
        public Promise<Void> enableComponent(ComponentDescriptionDTO description) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Promise<Void> disableComponent(ComponentDescriptionDTO description) {
            throw new UnsupportedOperationException();
        }
    }
}
