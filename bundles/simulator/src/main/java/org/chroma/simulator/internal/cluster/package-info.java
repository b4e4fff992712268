/**
 * The simulated hardware and what lives in it: servers, shared disks with what is written on them, the clients'
 * traffic, and the failover daemon of each pair.
 */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.cluster;
