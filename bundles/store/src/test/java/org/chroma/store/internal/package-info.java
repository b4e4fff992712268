/** The same tests for every database. */
@org.jspecify.annotations.NullMarked
package org.chroma.store.internal;
