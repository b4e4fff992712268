package org.chroma.model.action;

import org.chroma.spi.Action;

/** Makes the agent send a full report now; answers once the manager accepted it. */
public record ReportNow() implements Action<Void> {}
