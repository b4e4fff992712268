/** The simulated hardware: servers, shared disks, what is written on them, and how that is kept. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.cluster;
