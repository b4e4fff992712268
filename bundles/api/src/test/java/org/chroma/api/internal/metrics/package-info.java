@org.jspecify.annotations.NullMarked
package org.chroma.api.internal.metrics;
