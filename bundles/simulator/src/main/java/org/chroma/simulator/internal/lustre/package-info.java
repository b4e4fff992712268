/** What Lustre does inside the servers' kernels: registration, configuration logs, parameters and counters. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.lustre;
