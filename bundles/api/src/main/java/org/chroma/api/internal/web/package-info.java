/** The servlet, what every request passes through, and how bodies and errors are read and written. */
@org.jspecify.annotations.NullMarked
package org.chroma.api.internal.web;
