/** The core on servers that do not exist: working fakes of its ports, for its own tests and those of other bundles. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.testing;
