/** Who a server is: names, boot time, offered actions, clock, processor, memory, log. */
@org.jspecify.annotations.NullMarked
package org.chroma.plugin.host.internal;
