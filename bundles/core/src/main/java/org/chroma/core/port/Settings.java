package org.chroma.core.port;

import java.util.Optional;

/** Small values that outlive a restart, such as keys that the manager made for itself. */
public interface Settings {

    Optional<String> get(String name);

    void put(String name, String value);
}
