/** The manager's REST interface as a command sees it, and how answers are printed. */
@org.jspecify.annotations.NullMarked
package org.chroma.cli.client;
