package org.chroma.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.chroma.core.ClusterView;

/** Offers every server, target and filesystem as {@code kind/number}. */
@Service
public final class ObjectCompleter implements Completer {
    @Reference
    private ClusterView view;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        return new StringsCompleter(view.cluster()
                        .objects()
                        .map(object -> object.id().toString())
                        .toList())
                .complete(session, commandLine, candidates);
    }
}
