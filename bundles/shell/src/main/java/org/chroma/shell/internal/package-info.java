/** Commands on the manager's console: what it knows, what it does, and asking for changes. */
@org.jspecify.annotations.NullMarked
package org.chroma.shell.internal;
