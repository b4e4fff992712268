/** How servers, LNet, targets and filesystems live: their states, the jobs between these, and the jobs' steps. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.lifecycle;
