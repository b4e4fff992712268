/** Running one program: its output, its time limit, and giving up on it. */
@org.jspecify.annotations.NullMarked
package org.chroma.agent.process.internal;
