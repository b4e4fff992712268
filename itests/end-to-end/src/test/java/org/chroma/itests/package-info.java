/** Tests of the product as it is launched: nothing here reaches into it but through SSH, HTTPS, files and signals. */
@org.jspecify.annotations.NullMarked
package org.chroma.itests;
