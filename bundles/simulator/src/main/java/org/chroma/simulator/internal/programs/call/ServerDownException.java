package org.chroma.simulator.internal.programs.call;

import java.io.IOException;

/** The server has no power. */
public final class ServerDownException extends IOException {

    public ServerDownException(String server) {
        super("%s has no power".formatted(server));
    }
}
