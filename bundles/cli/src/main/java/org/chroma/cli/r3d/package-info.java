/** The verbs on statistics that stand alone, in files, without a manager. */
@org.jspecify.annotations.NullMarked
package org.chroma.cli.r3d;
