/** Network interfaces and LNet: looks, loads, starts, stops. */
@org.jspecify.annotations.NullMarked
package org.chroma.plugin.network.internal;
