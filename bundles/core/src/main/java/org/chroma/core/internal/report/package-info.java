/** Reports of servers: what they change, and what their readings are about. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.report;
