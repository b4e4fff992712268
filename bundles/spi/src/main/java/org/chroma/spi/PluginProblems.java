package org.chroma.spi;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** What is wrong with the plugins of this process, for its administrator. Published as an OSGi service. */
@ProviderType
public interface PluginProblems {

    /** By the name of the plugin, or of the bundle that should bring it: what is wrong, in a sentence. */
    Map<String, String> current();
}
