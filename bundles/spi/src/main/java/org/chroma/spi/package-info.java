/** All that the author of a plugin sees: what to implement, what one is handed, and the values one answers with. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.4.0")
@org.jspecify.annotations.NullMarked
package org.chroma.spi;
