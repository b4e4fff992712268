/** How the core does it: lifecycles, scheduling, running jobs, reconciling. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal;
