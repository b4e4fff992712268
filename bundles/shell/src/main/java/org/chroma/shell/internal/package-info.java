/** Commands on the manager's console: what it knows, what it does, asking for changes, and r3d databases. */
@org.jspecify.annotations.NullMarked
package org.chroma.shell.internal;
