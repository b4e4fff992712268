/** What is committed, what one piece of work changes, and the one thread that writes. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.ledger;
