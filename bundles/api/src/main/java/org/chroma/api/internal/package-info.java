/** Puts the API together: the servlet, and the resource that names all others. */
@org.jspecify.annotations.NullMarked
package org.chroma.api.internal;
