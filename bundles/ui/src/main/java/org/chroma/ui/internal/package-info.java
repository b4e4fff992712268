/** Serves the browser UI's files. */
@NullMarked
package org.chroma.ui.internal;

import org.jspecify.annotations.NullMarked;
