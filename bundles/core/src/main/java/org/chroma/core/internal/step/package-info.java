/** What a step of a job is handed, and where it prints. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.step;
