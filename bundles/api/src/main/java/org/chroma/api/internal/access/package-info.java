/** Who is asking: passwords, sessions, permissions. */
@org.jspecify.annotations.NullMarked
package org.chroma.api.internal.access;
