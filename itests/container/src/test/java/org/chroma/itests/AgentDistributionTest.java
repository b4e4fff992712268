package org.chroma.itests;

/** The agent of the server that it runs on. */
public class AgentDistributionTest extends DistributionTest {
    public AgentDistributionTest() {
        super("agent");
    }
}
