package org.chroma.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A small world for tests: pumps that need power supplies, one of several, and a valve that follows its pump. */
final class Machines implements World {
    enum Power {
        OFF,
        ON,
        SCRAPPED
    }

    enum Pump {
        STOPPED,
        PRIMED,
        RUNNING,
        SCRAPPED
    }

    static final Kind<Power> POWER = Kind.of("power", Power.OFF);
    static final Kind<Pump> PUMP = Kind.of("pump", Pump.STOPPED);

    record Supply(ObjectId<Power> id, Power state) implements StatefulObject<Power> {
        @Override
        public Instant stateModifiedAt() {
            return Instant.EPOCH;
        }

        @Override
        public boolean immutableState() {
            return false;
        }

        @Override
        public String label() {
            return "supply " + id.number();
        }
    }

    record PumpObject(ObjectId<Pump> id, Pump state, List<ObjectId<Power>> supplies) implements StatefulObject<Pump> {
        @Override
        public Instant stateModifiedAt() {
            return Instant.EPOCH;
        }

        @Override
        public boolean immutableState() {
            return false;
        }

        @Override
        public String label() {
            return "pump " + id.number();
        }
    }

    static final class Supplies extends Lifecycle<Supply, Power, Machines, List<String>> {
        Supplies() {
            super(POWER, Supply.class);
            from(Power.OFF)
                    .to(Power.ON)
                    .job("SwitchOnJob")
                    .verb("Switch on")
                    .describedAs(supply -> "Switch on " + supply.label())
                    .noSteps();
            from(Power.ON)
                    .to(Power.OFF)
                    .job("SwitchOffJob")
                    .verb("Switch off")
                    .describedAs(supply -> "Switch off " + supply.label())
                    .confirmed()
                    .noSteps();
            from(Power.OFF, Power.ON)
                    .to(Power.SCRAPPED)
                    .job("ScrapJob")
                    .verb("Scrap")
                    .describedAs(supply -> "Scrap " + supply.label())
                    .noSteps();
        }
    }

    static final class Pumps extends Lifecycle<PumpObject, Pump, Machines, List<String>> {
        Pumps() {
            super(PUMP, PumpObject.class);
            from(Pump.STOPPED)
                    .to(Pump.PRIMED)
                    .job("PrimeJob")
                    .describedAs(pump -> "Prime " + pump.label())
                    .noSteps();
            from(Pump.PRIMED)
                    .to(Pump.RUNNING)
                    .job("RunJob")
                    .verb("Run")
                    .describedAs(pump -> "Run " + pump.label())
                    .requires((pump, world) -> Requirement.any(pump.supplies().stream()
                            .map(supply -> Requirement.is(supply, Power.ON))
                            .toList()))
                    .steps((pump, world) -> List.of(new Step<>("run", "Run it", log -> log.add(pump.label()))));
            from(Pump.RUNNING)
                    .to(Pump.STOPPED)
                    .job("StopJob")
                    .verb("Stop")
                    .describedAs(pump -> "Stop " + pump.label())
                    .noSteps();
            from(Pump.STOPPED)
                    .to(Pump.SCRAPPED)
                    .job("ScrapPumpJob")
                    .verb("Scrap")
                    .describedAs(pump -> "Scrap " + pump.label())
                    .noSteps();
        }

        @Override
        public List<DependOn<Pump, ?>> dependencies(PumpObject pump, Pump state, Machines world) {
            return switch (state) {
                case STOPPED, PRIMED ->
                    List.of(DependOn.unless(pump.supplies().get(0), Power.OFF, Power.SCRAPPED)
                            .following(going -> Pump.SCRAPPED));
                case RUNNING ->
                    List.of(
                            DependOn.being(pump.supplies().get(0), Power.ON, Pump.STOPPED),
                            DependOn.unless(pump.supplies().get(0), Power.OFF, Power.SCRAPPED)
                                    .otherwise(Pump.SCRAPPED));
                case SCRAPPED -> List.of();
            };
        }

        @Override
        public boolean offers(PumpObject pump, Pump state, Machines world) {
            return state != Pump.SCRAPPED;
        }
    }

    static final Lifecycles<Machines, List<String>> LIFECYCLES = new Lifecycles<>(List.of(new Supplies(), new Pumps()));

    private final Map<ObjectId<?>, StatefulObject<?>> objects = new LinkedHashMap<>();

    ObjectId<Power> supply(long number, Power state) {
        ObjectId<Power> id = POWER.id(number);
        objects.put(id, new Supply(id, state));
        return id;
    }

    ObjectId<Pump> pump(long number, Pump state, List<ObjectId<Power>> supplies) {
        ObjectId<Pump> id = PUMP.id(number);
        objects.put(id, new PumpObject(id, state, supplies));
        return id;
    }

    @Override
    public Stream<StatefulObject<?>> objects() {
        return objects.values().stream();
    }

    @Override
    public Optional<StatefulObject<?>> object(ObjectId<?> id) {
        return Optional.ofNullable(objects.get(id));
    }

    Plan plan(Goal... goals) {
        return new Planner<>(LIFECYCLES).plan(this, States.of(this), List.of(goals));
    }
}
