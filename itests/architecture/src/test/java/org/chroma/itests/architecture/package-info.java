/** What the code may not become: rules that the compiled classes of all bundles are held against. */
@org.jspecify.annotations.NullMarked
package org.chroma.itests.architecture;
