package org.chroma.core.internal.schedule;

import java.util.Map;
import org.chroma.state.Goal;

/**
 * What a rule wants done.
 *
 * @param arguments of a plain job, as they are stored; empty for a change of state
 * @param message what a command that does it is called
 */
record FollowUp(Goal goal, Map<String, String> arguments, String message) {}
