package org.chroma.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Starts of bundles in a real framework. */
class BundleStartsTest {
    private final BundleStarts starts = new BundleStarts(Duration.ofMillis(500));

    @TempDir
    Path cache;

    private Framework framework;

    /** Starts at once. */
    public static final class Quick implements BundleActivator {
        @Override
        public void start(BundleContext context) {}

        @Override
        public void stop(BundleContext context) {}
    }

    /** Never starts. */
    public static final class Hanging implements BundleActivator {
        @Override
        public void start(BundleContext context) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Override
        public void stop(BundleContext context) {}
    }

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
    void aStartThatHangsIsNamedHoldsUpNobodyAndIsAbandonedWithItsBundle() throws Exception {
        Bundle hanging = install("hanging", Hanging.class);
        Bundle quick = install("quick", Quick.class);

        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(() -> starts.start(hanging))
                    .isInstanceOf(BundleException.class)
                    .hasMessageStartingWith("it has been starting since 2");
        }
        starts.start(quick);

        assertThat(quick.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(hanging.getState()).isEqualTo(Bundle.STARTING);
        starts.abandon(hanging);
        hanging.uninstall();
        assertThat(framework.getBundleContext().getBundle(hanging.getBundleId()))
                .isNull();
    }

    @Test
    void aStartThatFailsSaysWhy() throws Exception {
        Bundle lacking = install("lacking", Quick.class, "org.osgi.framework,org.example.nowhere");

        assertThatThrownBy(() -> starts.start(lacking))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("org.example.nowhere");
        starts.abandon(lacking);
    }

    private Bundle install(String name, Class<? extends BundleActivator> activator) throws Exception {
        return install(name, activator, "org.osgi.framework");
    }

    private Bundle install(String name, Class<? extends BundleActivator> activator, String imports) throws Exception {
        return framework
                .getBundleContext()
                .installBundle(name, new ByteArrayInputStream(jar(name, activator, imports)));
    }

    private static byte[] jar(String name, Class<? extends BundleActivator> activator, String imports)
            throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        attributes.putValue(Constants.BUNDLE_ACTIVATOR, activator.getName());
        attributes.putValue(Constants.IMPORT_PACKAGE, imports);
        String path = activator.getName().replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream code = BundleStartsTest.class.getClassLoader().getResourceAsStream(path)) {
            jar.putNextEntry(new JarEntry(path));
            jar.write(code.readAllBytes());
        }
        return bytes.toByteArray();
    }
}
