package org.chroma.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chroma.state.Machines.Power;
import org.chroma.state.Machines.Pump;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final Machines.Pumps pumps = new Machines.Pumps();

    @Test
    void routesAreShortestAndMayNotExist() {
        assertThat(pumps.route(Pump.STOPPED, Pump.RUNNING)).contains(List.of(Pump.PRIMED, Pump.RUNNING));
        assertThat(pumps.route(Pump.RUNNING, Pump.SCRAPPED)).contains(List.of(Pump.STOPPED, Pump.SCRAPPED));
        assertThat(pumps.route(Pump.RUNNING, Pump.RUNNING)).contains(List.of());
        assertThat(pumps.route(Pump.SCRAPPED, Pump.RUNNING)).isEmpty();
    }

    @Test
    void offersCarryTheVerbOfTheLastHopAndLeaveOutPassages() {
        Machines world = new Machines();
        var pump = world.pump(1, Pump.STOPPED, List.of(world.supply(1, Power.ON)));

        assertThat(Machines.LIFECYCLES.offers(pump, world)).containsExactly(new Lifecycle.Offer<>(Pump.RUNNING, "Run"));
    }

    @Test
    void twoRowsForOneChangeAreAMistake() {
        assertThatThrownBy(Twice::new)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("power: a second row from OFF to ON");
    }

    private static final class Twice extends Lifecycle<Machines.Supply, Power, Machines, List<String>> {
        private Twice() {
            super(Machines.POWER, Machines.Supply.class);
            from(Power.OFF).to(Power.ON).job("OneJob").noSteps();
            from(Power.OFF).to(Power.ON).job("OtherJob").noSteps();
        }
    }
}
