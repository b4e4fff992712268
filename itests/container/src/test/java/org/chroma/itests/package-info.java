/** Tests that start the built distributions. */
@org.jspecify.annotations.NullMarked
package org.chroma.itests;
