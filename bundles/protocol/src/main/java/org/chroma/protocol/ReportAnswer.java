package org.chroma.protocol;

import java.util.List;

/**
 * What the manager answers to a {@link Report}.
 *
 * @param session to be used from now on
 * @param sequence of the next report; 0 asks for a complete one
 * @param accepted false where the report was put aside because its session or sequence was wrong
 * @param bundles all plugin bundles that the agent shall have from its manager
 */
public record ReportAnswer(String session, long sequence, boolean accepted, List<PluginBundle> bundles) {
    public ReportAnswer {
        bundles = List.copyOf(bundles);
    }
}
