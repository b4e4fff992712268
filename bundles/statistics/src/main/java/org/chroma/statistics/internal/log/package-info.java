/** The write-ahead log: everything that was accepted, until it is stored as blocks. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.log;
