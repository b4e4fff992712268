package org.chroma.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The name that pairs the two halves of a plugin: the {@link DevicePlugin} on the agent and the
 * {@link DeviceDataHandler} on the manager. It becomes the service property {@code plugin.name}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface PluginName {
    /** Lower-case words with hyphens, unique among all plugins, for example {@code lustre-targets}. */
    String value();
}
