/** A call of a program on a simulated server: its arguments, what it reads and what it answers. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.programs.call;
