/** One agent per machine: its reports, its actions, and what they share. */
@org.jspecify.annotations.NullMarked
package org.chroma.agent.internal;
