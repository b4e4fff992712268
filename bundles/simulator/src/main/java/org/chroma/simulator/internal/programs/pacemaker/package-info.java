/** The programs that come with Pacemaker. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.programs.pacemaker;
