/** Jobs on their way: their steps run here, each job on a thread of its own. */
@org.jspecify.annotations.NullMarked
package org.chroma.core.internal.run;
