/** Commands about plugins, scans, actions and missing services, for administrators of agents and authors of plugins. */
@org.jspecify.annotations.NullMarked
package org.chroma.agent.shell.internal;
