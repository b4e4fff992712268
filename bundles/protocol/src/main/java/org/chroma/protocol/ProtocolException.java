package org.chroma.protocol;

import java.io.IOException;

/** A message is not what it should be; says where and why. */
public final class ProtocolException extends IOException {

    public ProtocolException(String message) {
        super(message);
    }

    ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
