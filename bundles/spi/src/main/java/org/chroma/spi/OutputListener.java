package org.chroma.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears what a program prints while it runs. May be called from another thread, one call at a time. */
@ConsumerType
@FunctionalInterface
public interface OutputListener {

    OutputListener NONE = line -> {};

    /** One line of standard output or standard error, without its line end. */
    void line(String line);
}
