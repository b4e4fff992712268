package org.chroma.statistics;

/** How many values of a fine resolution become one of a coarse resolution. Unknown values never count. */
public enum Consolidation {
    /** Mean of the known values, weighted by time. */
    AVERAGE,
    /** Least known value. */
    MINIMUM,
    /** Greatest known value. */
    MAXIMUM,
    /** Newest value, unknown if that one is unknown. */
    LAST
}
