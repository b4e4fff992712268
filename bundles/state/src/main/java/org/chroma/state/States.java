package org.chroma.state;

/** Says in which state each object is, or will be. */
@FunctionalInterface
public interface States {

    /**
     * The state of an object.
     *
     * @throws UnknownStateException when a running job decides it and has not yet done so
     */
    <S extends Enum<S>> S of(ObjectId<S> object);

    /** The states as they are stored. */
    static States of(World world) {
        return new States() {
            @Override
            public <S extends Enum<S>> S of(ObjectId<S> object) {
                return world.get(object).state();
            }
        };
    }
}
