package org.chroma.core;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears what changed, after it was committed. Publish it as an OSGi service. */
@ConsumerType
@FunctionalInterface
public interface ChangeListener {

    /**
     * Must return at once: it is called on the thread that writes.
     *
     * @param keys as {@code target/4}, {@code volume/7}, {@code command/3}, {@code job/12}, {@code alert/5},
     *     {@code storage_resource/9}; {@code step/12} carries the number of the job whose steps changed
     */
    void changed(Set<String> keys);
}
