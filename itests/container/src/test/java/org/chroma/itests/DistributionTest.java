package org.chroma.itests;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.Dictionary;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** A distribution as it was built: starts it and looks for whatever does not run in it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@SuppressWarnings("NullAway.Init")
public abstract class DistributionTest {
    private static final String OURS = "org.chroma.";

    /** What both sides and every plugin know, and the plugins. */
    private static final Set<String> EVERYWHERE = Set.of(
            "state",
            "spi",
            "model",
            "protocol",
            "plugin.linux",
            "plugin.network",
            "plugin.lustre",
            "plugin.ha",
            "plugin.host",
            "agent.shell");

    /** By distribution, what it has beside these. */
    private static final Map<String, Set<String>> OWN = Map.of(
            "agent",
            Set.of("agent", "agent.process"),
            "simulation",
            Set.of("agent", "simulator"),
            "manager",
            Set.of("core", "store", "derby", "api", "statistics", "metrics", "prometheus", "comms", "shell", "ui"));

    private final String side;

    @Inject
    private BundleContext context;

    @Inject
    private ServiceComponentRuntime components;

    @Inject
    private ConfigurationAdmin configurations;

    protected DistributionTest(String side) {
        this.side = side;
    }

    @Configuration
    public Option[] configuration() throws Exception {
        return new Option[] {Distribution.of(side)};
    }

    @Test
    public void everyBundleRunsAndNoComponentWaits() throws Exception {
        assertEquals("", String.join("\n", new Health(context, components).complaintsAfter(Duration.ofSeconds(60))));
    }

    @Test
    public void hasTheBundlesThatBelongToIt() {
        Set<String> there = new TreeSet<>();
        Stream.of(context.getBundles())
                .map(Bundle::getSymbolicName)
                .filter(name -> name != null && name.startsWith(OURS))
                .forEach(name -> there.add(name.substring(OURS.length())));
        Set<String> wanted = new TreeSet<>(EVERYWHERE);
        // Inside, Pax Exam makes an instance of any of the classes that inherit this test.
        wanted.addAll(Objects.requireNonNull(OWN.get(System.getProperty(Distribution.SIDE))));
        assertEquals(wanted, there);
    }

    @Test
    public void nothingIsEverDownloaded() throws Exception {
        Dictionary<String, Object> maven =
                configurations.getConfiguration("org.ops4j.pax.url.mvn", null).getProperties();
        assertEquals("", maven.get("org.ops4j.pax.url.mvn.repositories"));
    }
}
