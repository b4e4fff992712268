/** The resources themselves, one class each. */
@org.jspecify.annotations.NullMarked
package org.chroma.api.internal.resource;
