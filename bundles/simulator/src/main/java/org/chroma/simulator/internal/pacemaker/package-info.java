/** The failover cluster's configuration. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.pacemaker;
