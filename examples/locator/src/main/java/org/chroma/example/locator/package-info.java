/** A complete plugin: looks at the locator light of a server, makes it blink, and offers a job for that. */
@org.jspecify.annotations.NullMarked
package org.chroma.example.locator;
