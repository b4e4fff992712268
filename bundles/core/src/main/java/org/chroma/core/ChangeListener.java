package org.chroma.core;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears what changed, after it was committed. Publish it as an OSGi service. */
@ConsumerType
@FunctionalInterface
public interface ChangeListener {

    /**
     * Called on a thread of its own, in the order of the commits. Where it has not come back yet, changes gather and
     * are told at once.
     *
     * @param keys as {@code target/4}, {@code volume/7}, {@code command/3}, {@code job/12}, {@code alert/5},
     *     {@code storage_resource/9}; {@code step/12} carries the number of the job whose steps changed
     */
    void changed(Set<String> keys);
}
