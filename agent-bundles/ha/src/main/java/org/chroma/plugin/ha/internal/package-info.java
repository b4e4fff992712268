/** Starting, stopping and moving targets: by Pacemaker where it runs, by mounting where it does not. */
@org.jspecify.annotations.NullMarked
package org.chroma.plugin.ha.internal;
