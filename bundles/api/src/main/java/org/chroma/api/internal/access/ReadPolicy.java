package org.chroma.api.internal.access;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Whether everybody may read. */
@Component(service = ReadPolicy.class, configurationPid = "org.chroma.api")
@Designate(ocd = ReadPolicy.Config.class)
public final class ReadPolicy {

    @ObjectClassDefinition(name = "Chroma REST interface")
    public @interface Config {
        @AttributeDefinition(description = "Whether GET is allowed without a log-in, except for users")
        boolean anonymous_read() default true;
    }

    private final boolean anonymous;

    @Activate
    public ReadPolicy(Config config) {
        this(config.anonymous_read());
    }

    public ReadPolicy(boolean anonymous) {
        this.anonymous = anonymous;
    }

    /** True where REST's GET and the metrics want no log-in. */
    public boolean anonymous() {
        return anonymous;
    }
}
