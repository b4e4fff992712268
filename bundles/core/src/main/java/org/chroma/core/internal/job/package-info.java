/** The jobs that are asked for by name: the core's own and those of plugins. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.job;
