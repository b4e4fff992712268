package org.chroma.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.time.Duration;
import java.util.Dictionary;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The manager as it was built: starts it and looks for whatever does not run in it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@SuppressWarnings("NullAway.Init")
public class ManagerDistributionTest {
    @Inject
    private BundleContext context;

    @Inject
    private ServiceComponentRuntime components;

    @Inject
    private ConfigurationAdmin configurations;

    @Configuration
    public Option[] configuration() throws Exception {
        return new Option[] {Distribution.of("manager")};
    }

    @Test
    public void everyBundleRunsAndNoComponentWaits() throws Exception {
        assertEquals("", String.join("\n", new Health(context, components).complaintsAfter(Duration.ofSeconds(60))));
    }

    @Test
    public void chromasBundlesAreThere() {
        List<String> names = Stream.of(context.getBundles())
                .map(bundle -> bundle.getSymbolicName())
                .filter(name -> name != null && name.startsWith("org.chroma."))
                .toList();
        assertFalse("no bundle of Chroma is installed", names.isEmpty());
    }

    @Test
    public void nothingIsEverDownloaded() throws Exception {
        Dictionary<String, Object> maven =
                configurations.getConfiguration("org.ops4j.pax.url.mvn", null).getProperties();
        assertEquals("", maven.get("org.ops4j.pax.url.mvn.repositories"));
    }
}
