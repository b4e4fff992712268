/** The programs that come with Lustre, and mount and umount, which it extends. */
@org.jspecify.annotations.NullMarked
package org.chroma.simulator.internal.programs.lustre;
