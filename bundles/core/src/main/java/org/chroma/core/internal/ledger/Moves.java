package org.chroma.core.internal.ledger;

import java.util.List;
import org.chroma.core.Job;
import org.chroma.state.StatefulObject;

/**
 * What a commit moved.
 *
 * @param objects that are new or in another state
 * @param ended jobs that were not done before
 */
public record Moves(List<StatefulObject<?>> objects, List<Job> ended) {
    public boolean isEmpty() {
        return objects.isEmpty() && ended.isEmpty();
    }
}
