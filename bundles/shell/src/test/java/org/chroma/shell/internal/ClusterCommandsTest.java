package org.chroma.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chroma.core.ClusterView;
import org.chroma.core.Command;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Host;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the console says of a manager with two servers. */
class ClusterCommandsTest {
    private static final TestManager MANAGER = new TestManager();

    @BeforeAll
    static void addServers() {
        MANAGER.addServers(2, 1);
        MANAGER.awaitIdle();
    }

    @AfterAll
    static void stop() {
        MANAGER.close();
    }

    private static ClusterView view() {
        return MANAGER.view();
    }

    private static String stateOf(long server) {
        return view().cluster()
                .object(Host.KIND.id(server))
                .map(host -> Words.of(host.state()))
                .orElseThrow();
    }

    @Test
    void listsServersWithStateAndNids() throws Exception {
        HostsCommand hosts = new HostsCommand();
        hosts.view = view();
        assertThat(Printed.by(hosts).lines())
                .anySatisfy(line -> assertThat(line).contains("id", "server", "state", "NIDs", "last contact"))
                .anySatisfy(line -> assertThat(line).contains("s1", stateOf(1), "@tcp"))
                .anySatisfy(line -> assertThat(line).contains("s2"));
    }

    @Test
    void listsVolumesWithTheServersThatReachThem() throws Exception {
        VolumesCommand volumes = new VolumesCommand();
        volumes.view = view();
        assertThat(Printed.by(volumes)).contains("disk01", String.valueOf(1L << 40));
    }

    @Test
    void saysWhatThereIsNoneOf() throws Exception {
        TargetsCommand targets = new TargetsCommand();
        targets.view = view();
        assertThat(Printed.by(targets)).contains("No targets");
        FilesystemsCommand filesystems = new FilesystemsCommand();
        filesystems.view = view();
        assertThat(Printed.by(filesystems)).contains("No filesystems");
        AlertsCommand alerts = new AlertsCommand();
        alerts.view = view();
        assertThat(Printed.by(alerts)).contains("Nothing is wrong");
        ManagerPluginsCommand plugins = new ManagerPluginsCommand();
        plugins.view = view();
        assertThat(Printed.by(plugins)).contains("plugin", "problem");
        CountersCommand counters = new CountersCommand();
        counters.sources = List.of();
        assertThat(Printed.by(counters)).contains("There are no counters");
    }

    @Test
    void listsTheNewestCommandsAndShowsOne() throws Exception {
        CommandsCommand commands = new CommandsCommand();
        commands.view = view();
        assertThat(Printed.by(commands)).contains("Setting up server s1", "Setting up server s2", "succeeded");

        commands.number = 1;
        String newest = Printed.by(commands);
        List<Command> all = List.copyOf(view().commands());
        assertThat(newest)
                .contains(all.get(all.size() - 1).message())
                .doesNotContain(all.get(0).message());

        CommandCommand one = new CommandCommand();
        one.view = view();
        one.number = all.get(0).id();
        assertThat(Printed.by(one)).startsWith(all.get(0).message()).contains("succeeded");
    }

    @Test
    void aCommandThatIsNotThereIsNamed() {
        CommandCommand one = new CommandCommand();
        one.view = view();
        one.number = 4711;
        assertThatThrownBy(one::execute).hasMessage("There is no command 4711");
    }

    @Test
    void showsAnObjectAndWhatCanBeAskedOfIt() throws Exception {
        ShowCommand show = new ShowCommand();
        show.view = view();
        show.object = "host/1";
        assertThat(Printed.by(show)).contains("s1", "can go to");

        show.object = "host/99";
        assertThatThrownBy(show::execute).hasMessage("There is no host/99");
    }

    @Test
    void objectsAreTypedAsKindAndNumber() {
        for (String typed : List.of("host", "host/", "host/x", "host/0", "host/1/2", "")) {
            assertThatThrownBy(() -> Words.object(typed))
                    .as(typed)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("kind/number");
        }
        assertThatThrownBy(() -> Words.object("disk/1")).hasMessageContaining("is not one of host");
        assertThat(Words.object("target/4")).hasToString("target/4");
    }

    @Test
    void asksForAStateOrShowsWhatThatWouldDo() throws Exception {
        String state = stateOf(2);
        SetStateCommand set = new SetStateCommand();
        set.manager = MANAGER.state();
        set.object = "host/2";
        set.state = state;
        assertThat(Printed.by(set)).contains("Nothing to do");
        set.dryRun = true;
        assertThat(Printed.by(set)).contains("Nothing to do");

        set.state = "removed";
        int before = view().commands().size();
        assertThat(Printed.by(set)).contains("s2");
        assertThat(view().commands()).as("nothing was asked for").hasSize(before);
    }
}
