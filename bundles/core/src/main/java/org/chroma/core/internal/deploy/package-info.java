/** Bundles with plugins that come and go while the manager runs. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.deploy;
