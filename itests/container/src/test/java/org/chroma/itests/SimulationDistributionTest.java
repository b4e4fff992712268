package org.chroma.itests;

/** The agents of simulated servers. */
public class SimulationDistributionTest extends DistributionTest {
    public SimulationDistributionTest() {
        super("simulation");
    }
}
