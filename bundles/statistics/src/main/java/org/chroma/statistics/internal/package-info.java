/** The embedded engine behind the statistics service, put together of the packages below. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal;
