/** How bodies are read and answers and errors are written. */
@org.jspecify.annotations.NullMarked
package org.chroma.api.internal.web;
