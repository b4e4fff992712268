/** The programs that simulated servers offer, one class for each or each family. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.programs;
