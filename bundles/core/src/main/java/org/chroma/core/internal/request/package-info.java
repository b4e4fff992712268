/** What users ask for: checked, planned, queued. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.request;
