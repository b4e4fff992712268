/** Commands about plugins, scans, actions and missing services, for whoever looks after an agent or writes a plugin. */
@org.jspecify.annotations.NullMarked
package org.chroma.agent.shell.internal;
