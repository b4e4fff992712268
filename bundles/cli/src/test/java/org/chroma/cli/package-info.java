@org.jspecify.annotations.NullMarked
package org.chroma.cli;
