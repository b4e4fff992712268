package org.chroma.spi;

import java.util.List;
import java.util.Optional;
import org.chroma.state.StatefulObject;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Offers a job on an object. Publish it as an OSGi service on the manager, and the job appears in REST, command line,
 * shell and browser for every object on which it can run.
 *
 * <p>The manager asks all of this on a thread that is the plugin's own, one question at a time, and waits at most 3 s
 * for an answer. A plugin that throws or hangs is named in its health, and its job is not offered meanwhile. The steps
 * run on the job's own thread.
 *
 * @param <T> the model's type of the object, for example {@code Host}
 */
@ConsumerType
public interface JobPlugin<T extends StatefulObject<?>> {

    /** The name by which the job is asked for, ending in {@code Job}, for example {@code LocateJob}. */
    String name();

    /** The type of object that the job is for. */
    Class<T> subject();

    /** The words on its button. */
    String verb();

    /** Whether the job makes sense on the object as it is now. */
    boolean canRun(T object);

    /** What the administrator is asked before it runs; empty where nothing is asked. */
    default Optional<String> confirmation(T object) {
        return Optional.empty();
    }

    /** One line that tells what this run does, for example "Blink the locator of oss1". */
    String description(T object);

    /** What is done, in order. */
    List<JobStep<T>> steps(T object);
}
