/** The failover cluster's configuration and its daemon. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.pacemaker;
