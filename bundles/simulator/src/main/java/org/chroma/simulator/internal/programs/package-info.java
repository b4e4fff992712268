/** The programs that simulated servers offer, and the machine that runs them. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.programs;
