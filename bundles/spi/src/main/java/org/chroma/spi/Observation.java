package org.chroma.spi;

import java.util.List;

/**
 * What one look at a server or a storage controller shows: everything that is there, not what changed.
 *
 * @param resources all storage resources seen; those that this source reported before and does not now are gone
 * @param facts what is known about stateful objects: states, locations, network addresses
 * @param samples readings for the statistics
 * @param conditions what deserves an alert while it lasts
 */
public record Observation(
        List<StorageResource> resources, List<Fact> facts, List<Sample> samples, List<Condition> conditions) {

    public static final Observation NOTHING = new Observation(List.of(), List.of(), List.of(), List.of());

    public Observation {
        resources = List.copyOf(resources);
        facts = List.copyOf(facts);
        samples = List.copyOf(samples);
        conditions = List.copyOf(conditions);
    }

    public static Observation ofFacts(List<? extends Fact> facts) {
        return new Observation(List.of(), List.copyOf(facts), List.of(), List.of());
    }

    public static Observation ofSamples(List<Sample> samples) {
        return new Observation(List.of(), List.of(), samples, List.of());
    }

    public static Observation ofResources(List<StorageResource> resources) {
        return new Observation(resources, List.of(), List.of(), List.of());
    }
}
