package org.chroma.core.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.TargetState;
import org.chroma.state.ObjectId;
import org.chroma.state.Plan;
import org.chroma.state.PlanningException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is planned in which situation: each test is a situation, a request, and the plan as people read it. */
class WorkedPlansTest {
    private final Lustre lustre = new Lustre();

    private String text(Plan plan) {
        return Lustre.text(plan);
    }

    @Test
    @DisplayName("server with LNet up → LNet unloaded")
    void unloadLnet() {
        var oss = lustre.host("oss1", HostState.LNET_UP);

        assertThat(text(lustre.plan(oss, HostState.LNET_UNLOADED))).isEqualTo("""
                        1 Stop LNet on oss1
                        2 Unload LNet on oss1 after 1""");
    }

    @Test
    @DisplayName("server with LNet down → LNet down: nothing")
    void alreadyThere() {
        var oss = lustre.host("oss1", HostState.LNET_DOWN);

        assertThat(lustre.plan(oss, HostState.LNET_DOWN).isEmpty()).isTrue();
    }

    @Test
    @DisplayName("server → unconfigured: there is no way back")
    void noWay() {
        var oss = lustre.host("oss1", HostState.LNET_UP);

        assertThatThrownBy(() -> lustre.plan(oss, HostState.UNCONFIGURED))
                .isInstanceOf(PlanningException.class)
                .hasMessage("oss1 cannot get from lnet_up to unconfigured");
    }

    @Test
    @DisplayName(
            "server with LNet up and an MDT active → LNet down: the MDT stops first, the filesystem is not planned")
    void stopLnetUnderMdt() {
        var mgs = lustre.host("mgs1", HostState.LNET_UP);
        var mds = lustre.host("mds1", HostState.LNET_UP);
        var mgt = lustre.mgt(TargetState.MOUNTED, mgs);
        var lfs = lustre.filesystem("lfs", FilesystemState.AVAILABLE, mgt);
        lustre.mdt(lfs, TargetState.MOUNTED, mds);
        lustre.ost(lfs, TargetState.MOUNTED, mgs);

        Plan plan = lustre.plan(mds, HostState.LNET_DOWN);

        assertThat(text(plan)).isEqualTo("""
                        1 Stop lfs-MDT0000
                        2 Stop LNet on mds1 after 1""");
        assertThat(plan.wanted()).extracting(Plan.Job::job).containsExactly("StopLNetJob");
        assertThat(plan.consequences()).extracting(Plan.Job::job).containsExactly("StopTargetJob");
        assertThat(plan.consequences().get(0).confirmation()).contains("");
    }

    @Test
    @DisplayName("new filesystem with a new MGT, one MDT and one OST → available: 13 jobs")
    void createFilesystem() {
        var lfs = newFilesystem(HostState.LNET_UP, true, 1);

        assertThat(text(lustre.plan(lfs, FilesystemState.AVAILABLE))).isEqualTo("""
                        1 Format MGT on mgs1
                        2 Format lfs-MDT0000 on mds1
                        3 Format lfs-OST0000 on oss1
                        4 Register MGT on mgs1 after 1
                        5 Configure mount points of MGT on mgs1 after 4
                        6 Start MGT on mgs1 after 5
                        7 Register lfs-MDT0000 after 2, 6
                        8 Configure mount points of lfs-MDT0000 after 7
                        9 Start lfs-MDT0000 after 8
                        10 Register lfs-OST0000 after 3, 9
                        11 Configure mount points of lfs-OST0000 after 10
                        12 Start lfs-OST0000 after 11
                        13 Start filesystem lfs after 12""");
    }

    @Test
    @DisplayName("the same with two OSTs: 17 jobs")
    void createFilesystemWithTwoOsts() {
        var lfs = newFilesystem(HostState.LNET_UP, true, 2);

        assertThat(lustre.plan(lfs, FilesystemState.AVAILABLE).jobs()).hasSize(17);
    }

    @Test
    @DisplayName("the same while the OST's server has LNet down and its NIDs are unknown: 15 jobs")
    void createFilesystemWithServerDown() {
        var lfs = newFilesystem(HostState.LNET_DOWN, false, 1);

        assertThat(text(lustre.plan(lfs, FilesystemState.AVAILABLE))).isEqualTo("""
                        1 Format MGT on mgs1
                        2 Format lfs-MDT0000 on mds1
                        3 Start LNet on oss1
                        4 Register MGT on mgs1 after 1
                        5 Learn the NIDs of oss1 after 3
                        6 Configure mount points of MGT on mgs1 after 4
                        7 Format lfs-OST0000 on oss1 after 5
                        8 Start MGT on mgs1 after 6
                        9 Register lfs-MDT0000 after 2, 8
                        10 Configure mount points of lfs-MDT0000 after 9
                        11 Start lfs-MDT0000 after 10
                        12 Register lfs-OST0000 after 7, 11
                        13 Configure mount points of lfs-OST0000 after 12
                        14 Start lfs-OST0000 after 13
                        15 Start filesystem lfs after 14""");
    }

    @Test
    @DisplayName("filesystem available → stopped: the MGT keeps running")
    void stopFilesystem() {
        var lfs = runningFilesystem();

        assertThat(text(lustre.plan(lfs, FilesystemState.STOPPED))).isEqualTo("""
                        1 Make filesystem lfs unavailable
                        2 Stop lfs-MDT0000 after 1
                        3 Stop lfs-OST0000 after 1
                        4 Stop filesystem lfs after 2, 3""");
    }

    @Test
    @DisplayName("filesystem available → removed: 8 jobs, the MGT stays, stopped")
    void removeFilesystem() {
        var lfs = runningFilesystem();

        assertThat(text(lustre.plan(lfs, FilesystemState.REMOVED))).isEqualTo("""
                        1 Make filesystem lfs unavailable
                        2 Stop lfs-MDT0000 after 1
                        3 Stop lfs-OST0000 after 1
                        4 Stop MGT on mgs1 after 1
                        5 Stop filesystem lfs after 2, 3, 4
                        6 Remove lfs-MDT0000 after 5
                        7 Remove lfs-OST0000 after 5
                        8 Remove filesystem lfs after 6, 7""");
    }

    @Test
    @DisplayName("filesystem stopped with its MGT mounted → removed: 4 jobs")
    void removeStoppedFilesystem() {
        var mgs = lustre.host("mgs1", HostState.LNET_UP);
        var mgt = lustre.mgt(TargetState.MOUNTED, mgs);
        var lfs = lustre.filesystem("lfs", FilesystemState.STOPPED, mgt);
        lustre.mdt(lfs, TargetState.UNMOUNTED, mgs);
        lustre.ost(lfs, TargetState.UNMOUNTED, mgs);

        assertThat(text(lustre.plan(lfs, FilesystemState.REMOVED))).isEqualTo("""
                        1 Stop MGT on mgs1
                        2 Remove lfs-MDT0000
                        3 Remove lfs-OST0000
                        4 Remove filesystem lfs after 1, 2, 3""");
    }

    @Test
    @DisplayName("filesystem whose MGT never ran → removed: the MGT is left as it is")
    void removeUnbornFilesystem() {
        var lfs = newFilesystem(HostState.LNET_UP, true, 1);

        assertThat(text(lustre.plan(lfs, FilesystemState.REMOVED))).isEqualTo("""
                        1 Stop filesystem lfs
                        2 Remove lfs-MDT0000 after 1
                        3 Remove lfs-OST0000 after 1
                        4 Remove filesystem lfs after 2, 3""");
    }

    @Test
    @DisplayName("one of two filesystems on an MGT → removed: the other one stops, which the plan shows")
    void removeOneOfTwoFilesystems() {
        var mgs = lustre.host("mgs1", HostState.LNET_UP);
        var mgt = lustre.mgt(TargetState.MOUNTED, mgs);
        var one = lustre.filesystem("one", FilesystemState.STOPPED, mgt);
        var two = lustre.filesystem("two", FilesystemState.AVAILABLE, mgt);
        lustre.mdt(one, TargetState.UNMOUNTED, mgs);
        lustre.mdt(two, TargetState.MOUNTED, mgs);

        assertThat(text(lustre.plan(one, FilesystemState.REMOVED))).isEqualTo("""
                        1 Stop MGT on mgs1
                        2 Make filesystem two unavailable after 1
                        3 Stop two-MDT0000 after 2
                        4 Remove one-MDT0000
                        5 Stop filesystem two after 3
                        6 Remove filesystem one after 4, 5""");
    }

    @Test
    @DisplayName("HA OST unmounted, both servers with LNet down → mounted: one server suffices")
    void startWithBothServersDown() {
        var one = lustre.host("oss1", HostState.LNET_DOWN, true);
        var two = lustre.host("oss2", HostState.LNET_DOWN, true);
        var mgt = lustre.mgt(TargetState.MOUNTED, lustre.host("mgs1", HostState.LNET_UP));
        var lfs = lustre.filesystem("lfs", FilesystemState.STOPPED, mgt);
        var ost = lustre.ost(lfs, TargetState.UNMOUNTED, two, one);

        assertThat(text(lustre.plan(ost, TargetState.MOUNTED))).isEqualTo("""
                        1 Start LNet on oss2
                        2 Start lfs-OST0000 after 1""");
    }

    @Test
    @DisplayName("HA OST unmounted, primary not even loaded, secondary down → mounted: the cheaper server is taken")
    void startOnTheCheaperServer() {
        var one = lustre.host("oss1", HostState.LNET_UNLOADED, true);
        var two = lustre.host("oss2", HostState.LNET_DOWN, true);
        var mgt = lustre.mgt(TargetState.MOUNTED, lustre.host("mgs1", HostState.LNET_UP));
        var lfs = lustre.filesystem("lfs", FilesystemState.STOPPED, mgt);
        var ost = lustre.ost(lfs, TargetState.UNMOUNTED, one, two);

        assertThat(text(lustre.plan(ost, TargetState.MOUNTED))).isEqualTo("""
                        1 Start LNet on oss2
                        2 Start lfs-OST0000 after 1""");
    }

    @Test
    @DisplayName(
            "server holding the MGT of a filesystem → removed: filesystem and targets first, wherever they live; 10 jobs")
    void removeServerOfMgt() {
        runningFilesystem();

        assertThat(text(lustre.plan(host(1), HostState.REMOVED))).isEqualTo("""
                        1 Stop MGT on mgs1
                        2 Make filesystem lfs unavailable after 1
                        3 Stop lfs-MDT0000 after 2
                        4 Stop lfs-OST0000 after 2
                        5 Stop filesystem lfs after 3, 4
                        6 Remove lfs-MDT0000 after 5
                        7 Remove lfs-OST0000 after 5
                        8 Remove filesystem lfs after 6, 7
                        9 Remove MGT on mgs1 after 8
                        10 Remove server mgs1 after 9""");
    }

    @Test
    @DisplayName("server holding the MDT → removed: 3 jobs, the filesystem stays")
    void removeServerOfMdt() {
        runningFilesystem();

        assertThat(text(lustre.plan(host(2), HostState.REMOVED))).isEqualTo("""
                        1 Stop lfs-MDT0000
                        2 Remove lfs-MDT0000 after 1
                        3 Remove server mds1 after 2""");
    }

    @Test
    @DisplayName("server with an inactive secondary mount → LNet down: one job")
    void stopLnetOfSecondary() {
        var one = lustre.host("oss1", HostState.LNET_UP);
        var two = lustre.host("oss2", HostState.LNET_UP);
        var lfs = lustre.filesystem("lfs", FilesystemState.AVAILABLE, lustre.mgt(TargetState.MOUNTED, one));
        lustre.ost(lfs, TargetState.MOUNTED, one, two);

        assertThat(text(lustre.plan(two, HostState.LNET_DOWN))).isEqualTo("1 Stop LNet on oss2");
    }

    @Test
    @DisplayName("unconfigured server that never answered → removed: one job that does not contact it")
    void removeUnconfiguredServer() {
        var oss = lustre.host("oss1", HostState.UNCONFIGURED);

        Plan plan = lustre.plan(oss, HostState.REMOVED);

        assertThat(text(plan)).isEqualTo("1 Remove server oss1");
        assertThat(plan.jobs().get(0).steps()).containsExactly("Forget oss1");
    }

    @Test
    @DisplayName("monitored filesystem → forgotten: 3 jobs")
    void forgetFilesystem() {
        lustre.immutable();
        var lfs = runningFilesystem();

        assertThat(text(lustre.plan(lfs, FilesystemState.FORGOTTEN))).isEqualTo("""
                        1 Forget lfs-MDT0000
                        2 Forget lfs-OST0000
                        3 Forget filesystem lfs after 1, 2""");
    }

    @Test
    @DisplayName("server of a monitored MGT → removed: 5 jobs")
    void removeServerOfMonitoredMgt() {
        lustre.immutable();
        runningFilesystem();

        assertThat(text(lustre.plan(host(1), HostState.REMOVED))).isEqualTo("""
                        1 Forget lfs-MDT0000
                        2 Forget lfs-OST0000
                        3 Forget filesystem lfs after 1, 2
                        4 Forget MGT on mgs1 after 3
                        5 Remove server mgs1 after 4""");
    }

    @Test
    @DisplayName("OST added to a running filesystem → mounted: 4 jobs")
    void addOst() {
        var lfs = runningFilesystem();
        var ost = lustre.ost(lfs, TargetState.UNFORMATTED, host(3));

        assertThat(text(lustre.plan(ost, TargetState.MOUNTED))).isEqualTo("""
                        1 Format lfs-OST0001 on oss1
                        2 Register lfs-OST0001 after 1
                        3 Configure mount points of lfs-OST0001 after 2
                        4 Start lfs-OST0001 after 3""");
    }

    @Test
    @DisplayName("OST added while MGT and MDT are unmounted → mounted: 6 jobs")
    void addOstToStoppedFilesystem() {
        var mgs = lustre.host("mgs1", HostState.LNET_UP);
        var mgt = lustre.mgt(TargetState.UNMOUNTED, mgs);
        var lfs = lustre.filesystem("lfs", FilesystemState.STOPPED, mgt);
        lustre.mdt(lfs, TargetState.UNMOUNTED, mgs);
        var ost = lustre.ost(lfs, TargetState.UNFORMATTED, mgs);

        assertThat(text(lustre.plan(ost, TargetState.MOUNTED))).isEqualTo("""
                        1 Format lfs-OST0000 on mgs1
                        2 Start MGT on mgs1
                        3 Start lfs-MDT0000
                        4 Register lfs-OST0000 after 1, 2, 3
                        5 Configure mount points of lfs-OST0000 after 4
                        6 Start lfs-OST0000 after 5""");
    }

    @Test
    @DisplayName("second MDT of a new filesystem registers after the first one serves")
    void secondMdtWaitsForTheFirst() {
        var mgs = lustre.host("mgs1", HostState.LNET_UP);
        var lfs = lustre.filesystem("lfs", FilesystemState.UNAVAILABLE, lustre.mgt(TargetState.MOUNTED, mgs));
        lustre.mdt(lfs, TargetState.UNFORMATTED, mgs);
        lustre.mdt(lfs, TargetState.UNFORMATTED, mgs);

        assertThat(text(lustre.plan(lfs, FilesystemState.AVAILABLE)))
                .contains("4 Configure mount points of lfs-MDT0000")
                .contains("5 Start lfs-MDT0000 after 4")
                .contains("6 Register lfs-MDT0001 after 2, 5");
    }

    @Test
    @DisplayName("a filesystem of 2,000 OSTs is planned with work in proportion to its size")
    void largeFilesystem() {
        var mgs = lustre.host("mgs1", HostState.LNET_UP);
        var lfs = lustre.filesystem("lfs", FilesystemState.STOPPED, lustre.mgt(TargetState.UNMOUNTED, mgs));
        lustre.mdt(lfs, TargetState.UNMOUNTED, mgs);
        var servers = new ArrayList<ObjectId<HostState>>();
        for (int i = 0; i < 100; i++) {
            servers.add(lustre.host("oss" + i, HostState.LNET_DOWN, true));
        }
        for (int i = 0; i < 2000; i++) {
            lustre.ost(lfs, TargetState.UNMOUNTED, servers.get(i % 100), servers.get((i + 1) % 100));
        }

        Plan plan = lustre.plan(lfs, FilesystemState.AVAILABLE);

        assertThat(plan.jobs()).hasSize(100 + 1 + 1 + 2000 + 1);
        assertThat(plan.jobs().get(2102).waitsFor()).hasSize(2002);
    }

    private ObjectId<HostState> host(long number) {
        return Host.KIND.id(number);
    }

    private ObjectId<FilesystemState> newFilesystem(HostState stateOfOss, boolean nidsOfOss, int osts) {
        var mgs = lustre.host("mgs1", HostState.LNET_UP);
        var mds = lustre.host("mds1", HostState.LNET_UP);
        var oss = lustre.host("oss1", stateOfOss, nidsOfOss);
        var mgt = lustre.mgt(TargetState.UNFORMATTED, mgs);
        var lfs = lustre.filesystem("lfs", FilesystemState.UNAVAILABLE, mgt);
        lustre.mdt(lfs, TargetState.UNFORMATTED, mds);
        for (int i = 0; i < osts; i++) {
            lustre.ost(lfs, TargetState.UNFORMATTED, oss);
        }
        return lfs;
    }

    private ObjectId<FilesystemState> runningFilesystem() {
        var mgs = lustre.host("mgs1", HostState.LNET_UP);
        var mds = lustre.host("mds1", HostState.LNET_UP);
        var oss = lustre.host("oss1", HostState.LNET_UP);
        var mgt = lustre.mgt(TargetState.MOUNTED, mgs);
        var lfs = lustre.filesystem("lfs", FilesystemState.AVAILABLE, mgt);
        lustre.mdt(lfs, TargetState.MOUNTED, mds);
        lustre.ost(lfs, TargetState.MOUNTED, oss);
        return lfs;
    }
}
