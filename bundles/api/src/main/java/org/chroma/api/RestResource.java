package org.chroma.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part of the REST interface: an object with JAX-RS annotations and a {@code @Path} of its own below {@code /api/}.
 * Publish it as an OSGi service, and it is there until the service goes.
 *
 * <p>Sessions, CSRF protection, permissions, limits on bodies and error answers come by themselves: GET is for
 * everybody who may read, any other method is for administrators.
 */
@ConsumerType
public interface RestResource {}
