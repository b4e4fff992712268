/** Block devices of a Linux server, and the volumes, partitions and mounts that are made of them. */
@org.jspecify.annotations.NullMarked
package org.chroma.plugin.linux.internal;
