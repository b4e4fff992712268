package org.chroma.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.chroma.state.Machines.Power;
import org.chroma.state.Machines.Pump;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final Machines world = new Machines();

    @Test
    void theWayIsTheShortestAndItsJobsFollowEachOther() {
        var on = world.supply(1, Power.ON);
        var pump = world.pump(1, Pump.STOPPED, List.of(on));

        assertThat(world.plan(Goal.reach(pump, Pump.RUNNING))).hasToString("""
                        1 Prime pump 1 (pump/1: stopped → primed)
                        2 Run pump 1 (pump/1: primed → running) after 1""");
    }

    @Test
    void requirementsAreMetFirst() {
        var off = world.supply(1, Power.OFF);
        var pump = world.pump(1, Pump.PRIMED, List.of(off));

        assertThat(world.plan(Goal.reach(pump, Pump.RUNNING))).hasToString("""
                        1 Switch on supply 1 (power/1: off → on)
                        2 Run pump 1 (pump/1: primed → running) after 1""");
    }

    @Test
    void oneAlternativeIsEnough() {
        var first = world.supply(1, Power.OFF);
        var second = world.supply(2, Power.OFF);
        var third = world.supply(3, Power.SCRAPPED);
        var pump = world.pump(1, Pump.PRIMED, List.of(first, second, third));

        Plan plan = world.plan(Goal.reach(pump, Pump.RUNNING));

        assertThat(plan.jobs()).extracting(Plan.Job::description).containsExactly("Switch on supply 1", "Run pump 1");
        assertThat(plan.jobs().get(1).locks()).extracting(Lock::object).containsExactlyInAnyOrder(pump, first);
    }

    @Test
    void whatHoldsAlreadyIsPreferred() {
        var first = world.supply(1, Power.OFF);
        var second = world.supply(2, Power.ON);
        var pump = world.pump(1, Pump.PRIMED, List.of(second, first));

        assertThat(world.plan(Goal.reach(pump, Pump.RUNNING)).jobs())
                .extracting(Plan.Job::description)
                .containsExactly("Run pump 1");
    }

    @Test
    void dependentsGoToTheirFixStateFirst() {
        var on = world.supply(1, Power.ON);
        world.pump(1, Pump.RUNNING, List.of(on));
        world.pump(2, Pump.STOPPED, List.of(on));

        assertThat(world.plan(Goal.reach(on, Power.OFF))).hasToString("""
                        1 Stop pump 1 (pump/1: running → stopped)
                        2 Switch off supply 1 (power/1: on → off) after 1""");
        assertThat(world.plan(Goal.reach(on, Power.SCRAPPED))).hasToString("""
                        1 Stop pump 1 (pump/1: running → stopped)
                        2 Scrap pump 2 (pump/2: stopped → scrapped)
                        3 Scrap pump 1 (pump/1: stopped → scrapped) after 1
                        4 Scrap supply 1 (power/1: on → scrapped) after 1, 2, 3""");
    }

    @Test
    void contradictionsAreRefused() {
        var on = world.supply(1, Power.ON);
        var pump = world.pump(1, Pump.STOPPED, List.of(on));

        assertThatThrownBy(() -> world.plan(Goal.reach(pump, Pump.SCRAPPED), Goal.reach(pump, Pump.RUNNING)))
                .isInstanceOf(PlanningException.class)
                .hasMessage("pump 1 would have to become both scrapped and primed");
        assertThatThrownBy(() -> world.plan(Goal.reach(world.supply(2, Power.SCRAPPED), Power.ON)))
                .hasMessage("supply 2 cannot get from scrapped to on");
    }

    @Test
    void plainJobsBringAboutWhatTheyRequire() {
        var off = world.supply(1, Power.OFF);
        PlainJob test = new PlainJob(
                "TestJob",
                "Test",
                "Test it",
                Optional.empty(),
                Requirement.is(off, Power.ON),
                List.of(),
                List.of("look"));

        Plan plan = world.plan(new Goal.Perform(test, off));

        assertThat(plan).hasToString("""
                1 Switch on supply 1 (power/1: off → on)
                2 Test it after 1""");
        assertThat(plan.wanted()).extracting(Plan.Job::job).containsExactly("TestJob");
        assertThat(plan.jobs().get(1).locks()).containsExactly(Lock.read(off));
    }

    @Test
    void aJobWhoseRequirementsContradictEachOtherIsRefused() {
        var off = world.supply(1, Power.OFF);
        var pump = world.pump(1, Pump.PRIMED, List.of(off));
        PlainJob test = new PlainJob(
                "TestJob",
                "Test",
                "Test it",
                Optional.empty(),
                Requirement.all(Requirement.is(off, Power.OFF), Requirement.is(pump, Pump.RUNNING)),
                List.of(Lock.write(off, Power.OFF, Power.OFF)),
                List.of("look"));

        assertThatThrownBy(() -> world.plan(new Goal.Perform(test, off)))
                .isInstanceOf(PlanningException.class)
                .hasMessage("'Test it' needs supply 1 off, but what it requires ('Switch on supply 1') leaves it on");
    }

    @Test
    void planningStartsWhereUnfinishedJobsEnd() {
        var off = world.supply(1, Power.OFF);
        var pump = world.pump(1, Pump.PRIMED, List.of(off));
        LockTable locks = new LockTable();
        assertThat(locks.add(1, List.of(Lock.write(off, Power.OFF, Power.ON)))).isEmpty();

        Plan plan = new Planner<>(Machines.LIFECYCLES)
                .plan(world, locks.expected(world), List.of(Goal.reach(pump, Pump.RUNNING)));

        assertThat(plan.jobs()).extracting(Plan.Job::description).containsExactly("Run pump 1");
        assertThat(locks.add(2, plan.jobs().get(0).locks())).containsExactly(1L);
    }

    @Test
    void whatAJobIsFindingOutIsNotGuessed() {
        var off = world.supply(1, Power.OFF);
        LockTable locks = new LockTable();
        assertThat(locks.add(1, List.of(Lock.discovery(off)))).isEmpty();

        assertThatThrownBy(() -> new Planner<>(Machines.LIFECYCLES)
                        .plan(world, locks.expected(world), List.of(Goal.reach(off, Power.ON))))
                .isInstanceOf(UnknownStateException.class);
    }

    @Test
    void checksSayWhichObjectIsInWhichState() {
        var on = world.supply(1, Power.ON);
        var off = world.supply(2, Power.OFF);
        var running = world.pump(1, Pump.RUNNING, List.of(on));
        var primed = world.pump(2, Pump.PRIMED, List.of(off));
        Checks<Machines> checks = new Checks<>(Machines.LIFECYCLES, world);

        assertThat(checks.unmet(new StateChange<>(on, Power.ON, Power.OFF)))
                .extracting(Requirement.Unmet::words)
                .containsExactly("pump 1 is running instead of stopped");
        assertThat(checks.unmet(new StateChange<>(primed, Pump.PRIMED, Pump.RUNNING)))
                .extracting(Requirement.Unmet::words)
                .contains("supply 2 is off instead of on");
        assertThat(checks.unmet(new StateChange<>(running, Pump.STOPPED, Pump.PRIMED)))
                .containsExactly(new Requirement.Unmet(running, "pump 1 is running instead of stopped"));
        assertThat(checks.unmet(new StateChange<>(running, Pump.RUNNING, Pump.STOPPED)))
                .isEmpty();
    }
}
