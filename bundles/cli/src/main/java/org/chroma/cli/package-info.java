/** The standalone command-line client: a peer of the browser, it speaks HTTP to the manager and knows nothing else. */
@org.jspecify.annotations.NullMarked
package org.chroma.cli;
