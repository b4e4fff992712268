/** The actions that the manager runs on servers, each a record whose type parameter is its answer. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.model.action;
