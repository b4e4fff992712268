package org.chroma.statistics;

/** The store cannot do what was asked; {@link #fault()} says whose fault that is. */
public final class StatisticsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Who has to change something before it can work. */
    public enum Fault {
        /** The caller asked for something impossible. */
        CALLER,
        /** The store is broken: disk, database or a programming error. */
        SERVER,
        /** The store is closed or still starting. */
        UNAVAILABLE
    }

    private final Fault fault;

    public StatisticsException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public StatisticsException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
