/** The file trees of simulated servers, computed when they are read. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.files;
