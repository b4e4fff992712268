/** The core as the other bundles see it. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.service;
