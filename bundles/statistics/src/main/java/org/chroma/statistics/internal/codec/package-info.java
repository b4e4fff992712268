/** Numbers as bytes: what log, blocks and stored states are written in. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.codec;
