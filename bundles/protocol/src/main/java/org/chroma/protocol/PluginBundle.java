package org.chroma.protocol;

/**
 * A plugin's jar that the manager hands to its agents. It is fetched from {@code agent/plugin/SHA256}.
 *
 * @param symbolicName its bundle symbolic name
 * @param version its bundle version
 * @param sha256 digest of the jar, 64 lower-case hexadecimal digits
 * @param size of the jar, in bytes
 */
public record PluginBundle(String symbolicName, String version, String sha256, long size) {}
