package org.chroma.agent.internal;

import java.util.List;
import java.util.Map;
import org.chroma.protocol.PluginBundle;

/** The plugin bundles that managers hand to this process. */
interface PluginBundles {

    /** Outside of a framework there are none. */
    PluginBundles NONE = new PluginBundles() {
        @Override
        public List<PluginBundle> installed() {
            return List.of();
        }

        @Override
        public Map<String, String> problems() {
            return Map.of();
        }

        @Override
        public void wanted(Agent agent, List<PluginBundle> bundles, ManagerLink link) {}

        @Override
        public void gone(Agent agent) {}
    };

    /** What is installed for managers. */
    List<PluginBundle> installed();

    /** What could not be installed, and why; by symbolic name. */
    Map<String, String> problems();

    /**
     * A manager says what one of its agents shall have; what is missing is fetched over its link, in the background.
     */
    void wanted(Agent agent, List<PluginBundle> bundles, ManagerLink link);

    /** The agent is gone, and wants nothing any more. */
    void gone(Agent agent);
}
