package org.chroma.simulator.internal.programs;

import java.io.IOException;

/** The server has no power. */
final class ServerDownException extends IOException {

    ServerDownException(String server) {
        super("%s has no power".formatted(server));
    }
}
