package org.chroma.statistics;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told of every reading that the store has made durable, and may hold back the acknowledgement until it has kept it
 * too. Published as an OSGi service.
 */
@ConsumerType
public interface Follower {

    /**
     * What one entity reported at one time.
     *
     * @param time milliseconds since 1970; for one entity, each is later than the one before
     * @param readings with the definitions that the store has of their series
     */
    record Update(String entity, long time, List<Batch.Reading> readings) {
        public Update {
            readings = List.copyOf(readings);
        }
    }

    /**
     * Takes updates, in the order in which they were stored. Must return at once, whatever the world outside does.
     *
     * @return completes when the updates are as safe as they will be; the writer's acknowledgement waits for it.
     *     Failing means that the follower has lost them and has told so; the store has them all the same
     */
    CompletableFuture<Void> follow(List<Update> updates);
}
