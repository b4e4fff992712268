/** Tests of this package. */
@org.jspecify.annotations.NullMarked
package org.chroma.api.internal.access;
