/** What the Lustre modules in a server's kernel show: their devices and their parameters. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.kernel;
