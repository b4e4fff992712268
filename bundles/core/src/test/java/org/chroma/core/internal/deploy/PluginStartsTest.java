package org.chroma.core.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.chroma.core.ClusterView.PluginStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/** Bundles that are dropped into a real framework. */
class PluginStartsTest {
    @TempDir
    Path folder;

    private Framework framework;
    private PluginStarts starts;

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

    /** Fails, and counts how often in a property of the framework's JVM. */
    public static final class Failing implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            System.setProperty("chroma.test.failures", "" + (Integer.getInteger("chroma.test.failures", 0) + 1));
            throw new IllegalStateException("the sky is falling");
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @BeforeEach
    void start() throws Exception {
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
        framework.start();
        starts = new PluginStarts(framework.getBundleContext(), Duration.ofMillis(100));
    }

    @AfterEach
    void stop() throws Exception {
        starts.close();
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(20));
        System.clearProperty("chroma.test.failures");
    }

    @Test
    void aBundleThatHangsHoldsUpNoneAndGoesWithItsFile() throws Exception {
        Bundle hanging = drop("hanging", Hanging.class);
        until("it is starting", () -> hanging.getState() == Bundle.STARTING);

        Bundle quick = drop("quick", Quick.class);

        until("the other one runs", () -> quick.getState() == Bundle.ACTIVE);
        assertThat(problems())
                .singleElement()
                .satisfies(status -> assertThat(status.problem())
                        .startsWith("The bundle does not run: it has been starting since 2"));
        quick.uninstall();
        Files.delete(file("hanging"));
        until("it does not hang any more", () -> starts.since(hanging).isEmpty());
        hanging.uninstall();
        assertThat(problems()).isEmpty();
    }

    @Test
    void aBundleThatFailsIsTriedAgainOnlyWhenItIsAnother() throws Exception {
        Bundle failing = drop("failing", Failing.class);
        until("it failed", () -> Integer.getInteger("chroma.test.failures", 0) == 1);

        Bundle quick = drop("quick", Quick.class);
        until("the other one runs", () -> quick.getState() == Bundle.ACTIVE);

        assertThat(Integer.getInteger("chroma.test.failures")).isEqualTo(1);
        assertThat(problems())
                .extracting(PluginStatus::problem)
                .containsExactly("The bundle does not run: its start failed, or it was stopped; see the log");
        Files.write(file("failing"), jar("failing", Quick.class));
        try (InputStream jar = Files.newInputStream(file("failing"))) {
            failing.update(jar);
        }
        refresh(failing);
        until("what replaced it runs", () -> failing.getState() == Bundle.ACTIVE);
    }

    @Test
    void whatWasStoppedStaysStopped() throws Exception {
        Bundle quick = drop("quick", Quick.class);
        until("it runs", () -> quick.getState() == Bundle.ACTIVE);
        quick.stop();

        Bundle other = drop("other", Quick.class);

        until("the other one runs", () -> other.getState() == Bundle.ACTIVE);
        assertThat(quick.getState()).isEqualTo(Bundle.RESOLVED);
    }

    private List<PluginStatus> problems() {
        return new IdleBundles(framework.getBundleContext(), starts::since).find();
    }

    /** As anyone who watches the directory does it. */
    private Bundle drop(String name, Class<? extends BundleActivator> activator) throws Exception {
        Files.write(file(name), jar(name, activator));
        Bundle bundle = framework
                .getBundleContext()
                .installBundle(file(name).toUri().toString(), Files.newInputStream(file(name)));
        refresh(bundle);
        return bundle;
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> refreshed.countDown());
        assertThat(refreshed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private Path file(String name) {
        return folder.resolve(name + ".jar");
    }

    private byte[] jar(String name, Class<? extends BundleActivator> activator) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        attributes.putValue(Constants.BUNDLE_ACTIVATOR, activator.getName());
        attributes.putValue(Constants.IMPORT_PACKAGE, "org.osgi.framework");
        String path = activator.getName().replace('.', '/') + ".class";
        Path file = folder.resolve(name + ".made");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream code = PluginStartsTest.class.getClassLoader().getResourceAsStream(path)) {
            jar.putNextEntry(new JarEntry(path));
            jar.write(code.readAllBytes());
        }
        return Files.readAllBytes(file);
    }

    private static void until(String words, BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(words).isLessThan(limit);
            Thread.sleep(5);
        }
    }
}
