/** What manager and agent say to each other: reports, registration, actions; and its JSON. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.protocol;
