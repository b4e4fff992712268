package org.chroma.statistics;

/** How the values that several entities have at one instant become one. Unknown values never count. */
public enum Reduction {
    SUM,
    AVERAGE,
    MINIMUM,
    MAXIMUM
}
