package org.chroma.store.internal;

import java.nio.file.Path;
import java.util.List;
import org.chroma.core.JobState;

/** Commits as fast as it can and says each time up to which number it is done. The crash test kills it. */
final class Committer {
    private Committer() {}

    public static void main(String[] arguments) {
        TestDatabase database = TestDatabase.derby(Path.of(arguments[0]));
        JpaDataStore store = new JpaDataStore(database.database());
        System.out.println("ready");
        while (true) {
            long id = store.nextId("command");
            // Two objects in each commit: after a crash there are both or neither.
            store.commit(Records.jobs(
                    List.of(Records.command(id, true, Records.T0, id)),
                    List.of(Records.job(id, JobState.SUCCEEDED, Records.T0)),
                    List.of()));
            System.out.println(id + " done");
        }
    }
}
