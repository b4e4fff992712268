package org.chroma.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Polls a storage controller from the manager. The administrator enters the controller's address; its record says which
 * attributes are asked for.
 */
@ConsumerType
public interface StoragePlugin<C extends Record> {

    Class<C> controllerType();

    /** Everything the controller shows now. */
    Observation scan(C controller) throws Exception;
}
