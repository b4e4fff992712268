/** Sessions with agents over HTTPS, actions over SSH, and how servers become known. */
@org.jspecify.annotations.NullMarked
package org.chroma.comms.internal;
