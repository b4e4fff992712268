/** Lustre targets: formatting, registering, configuring, and seeing which are mounted. */
@org.jspecify.annotations.NullMarked
package org.chroma.plugin.lustre.internal.targets;
