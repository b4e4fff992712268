package org.chroma.itests;

/** The manager, with all that it hosts. */
public class ManagerDistributionTest extends DistributionTest {
    public ManagerDistributionTest() {
        super("manager");
    }
}
