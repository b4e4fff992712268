/** Filesystems that were made without Chroma: what servers show of them, and the job that takes them in. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.detect;
