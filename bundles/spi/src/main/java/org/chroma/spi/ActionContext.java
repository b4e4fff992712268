package org.chroma.spi;

import org.osgi.annotation.versioning.ProviderType;

/** What an action is handed besides its arguments. */
@ProviderType
public interface ActionContext {

    /** The server to work on. What its programs print goes to the console by itself. */
    Machine machine();

    /** Shown live to the administrator who watches the step. */
    OutputListener console();
}
