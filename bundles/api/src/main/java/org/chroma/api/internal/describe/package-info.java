/** How a resource describes its fields once, so that lists, filters, ordering and schema follow. */
@org.jspecify.annotations.NullMarked
package org.chroma.api.internal.describe;
