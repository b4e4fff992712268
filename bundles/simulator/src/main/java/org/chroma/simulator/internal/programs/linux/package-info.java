/** The programs of every Linux system: disks, volumes, network, services and time. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.programs.linux;
