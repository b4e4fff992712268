package org.chroma.state;

import java.util.List;

/**
 * Finds out which jobs fulfil a request, and which of them must wait for which. A pure function: planning changes
 * nothing, so planning without queueing is a dry run.
 *
 * <p>Each hop of an object from state to state has three sorts of dependency: (a) what its job requires; (b) what the
 * object will need of others in its new state; (c) others that depend on the object and do not accept its new state:
 * they are brought to their fix state first. (a) looks at the expected states alone; (b) and (c) leave out the objects
 * whose own way is being planned around the hop, because those are known to end where they were asked to.
 */
public final class Planner<W extends World, C> {
    private final Lifecycles<W, C> lifecycles;

    public Planner(Lifecycles<W, C> lifecycles) {
        this.lifecycles = lifecycles;
    }

    /**
     * The jobs that fulfil all goals.
     *
     * @param expected the states once all unfinished jobs have ended
     * @throws PlanningException when there is no way
     * @throws UnknownStateException when an unfinished job is still finding out a state that matters
     */
    public Plan plan(W world, States expected, List<? extends Goal> goals) {
        Planning<W, C> planning = new Planning<>(lifecycles, world, expected);
        goals.forEach(goal -> goal.accept(planning));
        return planning.finish();
    }
}
