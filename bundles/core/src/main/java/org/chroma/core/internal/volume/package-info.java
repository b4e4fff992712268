/** Volumes, as they follow from the storage resources that servers report. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.volume;
