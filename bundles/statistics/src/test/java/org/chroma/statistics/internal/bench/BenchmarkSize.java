package org.chroma.statistics.internal.bench;

/**
 * How much the benchmark does.
 *
 * @param entities entities whose ingest is measured, of thirty series each
 * @param steps steps of ten seconds of that
 * @param repeats how often that is measured
 * @param scalingSteps steps at each number of series, at least
 * @param historySteps steps that all entities have before reads are measured; the entities that are read a day of have
 *     a day
 * @param readSeconds seconds for which each kind of read is measured
 * @param peerEntities entities of each peer
 * @param peerSteps steps of each peer; after 1,080 Prometheus makes its first block
 */
record BenchmarkSize(
        String name,
        int entities,
        int steps,
        int repeats,
        int scalingSteps,
        int historySteps,
        int readSeconds,
        int peerEntities,
        int peerSteps) {

    /** The entities of a system with 330,000 series. */
    static final int LARGE_SYSTEM = 11_000;

    /** Some minutes on two processors. */
    static final BenchmarkSize QUICK = new BenchmarkSize("quick", 1_000, 2_160, 3, 720, 400, 10, 100, 1_200);

    /** A day of the workload, every entity with its history, and as many entities for each peer as Chroma has. */
    static final BenchmarkSize FULL = new BenchmarkSize("full", 1_000, 8_640, 3, 2_160, 2_200, 30, 1_000, 1_200);

    /** Seconds to see that everything runs; its figures mean nothing. */
    static final BenchmarkSize SMOKE = new BenchmarkSize("smoke", 50, 400, 1, 20, 380, 1, 10, 1_100);

    static BenchmarkSize named(String name) {
        return switch (name) {
            case "quick" -> QUICK;
            case "full" -> FULL;
            case "smoke" -> SMOKE;
            default -> throw new IllegalArgumentException("The size is quick, full or smoke, not \"" + name + "\"");
        };
    }

    @Override
    public String toString() {
        return "size %s: ingest %,d series x %,d steps x %d; scaling %,d steps; reads after %,d steps; peers %,d series x %,d steps"
                .formatted(
                        name,
                        entities * Workload.SERIES,
                        steps,
                        repeats,
                        scalingSteps,
                        historySteps,
                        peerEntities * Workload.SERIES,
                        peerSteps);
    }
}
