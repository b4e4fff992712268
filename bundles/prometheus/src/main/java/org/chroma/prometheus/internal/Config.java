package org.chroma.prometheus.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Options of keeping history in Prometheus; each component reads those that concern it. */
@ObjectClassDefinition(name = "Chroma's history in Prometheus")
public @interface Config {
    /** Where these options are configured. */
    String PID = "org.chroma.prometheus";

    @AttributeDefinition(description = "Where samples are sent by remote write; empty turns it off")
    String write_url() default "";

    @AttributeDefinition(description = "Base of the HTTP API that charts are read from; empty for the local store")
    String read_url() default "";

    @AttributeDefinition(description = "Whether the local store keeps readings too while charts are read from read.url")
    boolean keep_local() default true;

    @AttributeDefinition(description = "Name for basic authentication; empty for no authentication")
    String username() default "";

    @AttributeDefinition(description = "File with the password of that name")
    String password_file() default "";

    @AttributeDefinition(description = "File with a bearer token; empty for no token")
    String token_file() default "";

    @AttributeDefinition(description = "File with the certificates to trust, in PEM format; empty for Java's own")
    String ca_file() default "";

    @AttributeDefinition(description = "Tenant, sent as X-Scope-OrgID; empty for no tenant")
    String tenant() default "";

    @AttributeDefinition(description = "Directory of the queue; empty for prometheus/queue in the data directory")
    String queue_directory() default "";

    @AttributeDefinition(
            description =
                    "Maximum size of the queue in megabytes, at least 1; beyond it the oldest samples are dropped")
    int queue_megabytes() default 4_096;

    @AttributeDefinition(description = "Maximum number of samples in a request, 1 to 100000")
    int request_samples() default 5_000;

    @AttributeDefinition(description = "Maximum duration of a request in seconds, 1 to 600")
    int timeout() default 30;

    @AttributeDefinition(description = "Seconds between two samples of a series, 1 to 3600")
    int interval() default 10;
}
