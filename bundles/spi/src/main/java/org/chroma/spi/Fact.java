package org.chroma.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something seen that the core reconciles with what it knows, for example which network addresses a server has. The
 * model defines the facts that the core understands.
 */
@ConsumerType
public interface Fact {}
