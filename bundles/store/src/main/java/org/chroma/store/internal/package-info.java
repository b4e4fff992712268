/** Rows, migrations and the repositories that stand behind the core's ports. */
@org.jspecify.annotations.NullMarked
package org.chroma.store.internal;
