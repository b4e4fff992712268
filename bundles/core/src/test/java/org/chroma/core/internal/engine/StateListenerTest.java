package org.chroma.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.chroma.core.Cluster;
import org.chroma.core.Command;
import org.chroma.core.Credentials;
import org.chroma.core.Job;
import org.chroma.core.StateListener;
import org.chroma.core.StateManager.Created;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.JobRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.NewHost;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Host;
import org.chroma.model.action.ReadHostProperties;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ends of lives, as those hear of them who have something to let go of. */
class StateListenerTest {
    private static final Credentials TYPED = new Credentials("secret", null, null);

    private final TestManager manager = new TestManager();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void whatIsThereIsToldFirstAndThenWhatItBecomes() {
        manager.addServers(1, 0);
        manager.engine().addStateListener(recorder);
        manager.await(request(Host.KIND.id(1), "removed"));

        recorder.awaits(heard -> heard.contains("host/1 REMOVED"));
        recorder.awaits(heard -> heard.contains("RemoveHostJob SUCCEEDED"));
        assertThat(recorder.heard.get(0)).isEqualTo("found [host/1, lnet_configuration/1]");
    }

    @Test
    void targetsAndFilesystemsEndAsServersDo() {
        manager.addServers(2, 3);
        manager.await(manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, manager.volume(1).id(), null),
                                List.of(manager.on(2)),
                                List.of(manager.on(3)),
                                null),
                        "")
                .command()
                .orElseThrow());
        manager.engine().addStateListener(recorder);
        manager.await(manager.state()
                .runJobs("", List.of(new JobRequest("ForceRemoveHostJob", Map.of("host", 1))), ""));

        recorder.awaits(heard -> heard.containsAll(
                List.of("filesystem/1 REMOVED", "target/1 REMOVED", "target/3 REMOVED", "host/1 REMOVED")));
        recorder.awaits(heard -> heard.contains("ForceRemoveHostJob SUCCEEDED"));
    }

    @Test
    void oneThatFailsHearsTheNextAndHoldsUpNobody() {
        manager.engine().addStateListener(new StateListener() {
            @Override
            public void reached(StatefulObject<?> object) {
                recorder.heard.add(object.id() + " reached");
                throw new StackOverflowError("too deep");
            }
        });
        manager.addServers(2, 0);

        recorder.awaits(heard -> heard.contains("host/1 reached") && heard.contains("host/2 reached"));
    }

    @Test
    void aPasswordIsForgottenWhenTheSetUpFails() {
        manager.agents().refuse("s1", "not today");
        Created created = add();
        manager.await(created.command().orElseThrow());
        assertThat(manager.agents().typedFor("s1")).contains(TYPED);

        isForgotten(created);
    }

    @Test
    void aPasswordIsForgottenWhenTheSetUpIsCancelled() {
        manager.agents().hang("s1", ReadHostProperties.class);
        Created created = add();
        manager.until("the server is asked who it is", () -> manager.jobs().contains("RUNNING Set up server s1"));
        Job setUp = manager.view().jobs().stream()
                .filter(Job::setsUpServer)
                .findFirst()
                .orElseThrow();
        manager.until("it is registered", () -> manager.agents().registered().contains("s1"));
        manager.state().cancel(setUp.id(), "");
        manager.await(created.command().orElseThrow());
        assertThat(manager.agents().typedFor("s1")).contains(TYPED);

        manager.agents().heal("s1", ReadHostProperties.class);
        manager.agents().refuse("s1", "not today");
        isForgotten(created);
    }

    private Created add() {
        return manager.state().addHost(new NewHost("s1", TYPED), "");
    }

    /** Tries the set-up, which fails, until it has to do without the password. */
    private void isForgotten(Created created) {
        manager.until("the password is forgotten", () -> {
            manager.await(request(Objects.requireNonNull(created.object()), "configured"));
            return manager.agents().typedFor("s1").isEmpty();
        });
    }

    private Command request(ObjectId<?> object, String state) {
        return manager.state().setStates(List.of(new Wanted(object, state)), "").orElseThrow();
    }

    /** Writes down what it hears. */
    private final class Recorder implements StateListener {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void found(Cluster cluster) {
            heard.add("found "
                    + cluster.objects().map(object -> object.id().toString()).toList());
        }

        @Override
        public void reached(StatefulObject<?> object) {
            heard.add(object.id() + " " + object.state());
        }

        @Override
        public void ended(Job job) {
            heard.add(job.className() + " " + job.state());
        }

        void awaits(Predicate<List<String>> condition) {
            manager.until("the listener heard it", () -> condition.test(heard));
        }
    }
}
