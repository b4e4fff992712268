/** What Lustre writes on disks and counts: targets, configuration logs, modules and counters. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.lustre;
