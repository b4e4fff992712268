/** The simulator's face to the framework, the network and the launcher. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.service;
