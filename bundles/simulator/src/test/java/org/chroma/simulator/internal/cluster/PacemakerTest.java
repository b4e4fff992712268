package org.chroma.simulator.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.chroma.simulator.internal.Lab;
import org.chroma.simulator.internal.pacemaker.Xml;
import org.chroma.spi.Output;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target as a resource, with the commands of a recorded session. */
class PacemakerTest {
    private static final String PRIMITIVE = """
            <primitive class="ocf" provider="lustre" type="Lustre" id="lfs-OST0000">
              <instance_attributes id="ia1">
                <nvpair id="nv1" name="target" value="%s"/>
                <nvpair id="nv2" name="mountpoint" value="/mnt/ost0"/>
              </instance_attributes>
              <meta_attributes id="ma1">
                <nvpair id="mnv1" name="target-role" value="Stopped"/>
              </meta_attributes>
            </primitive>""".formatted(Lab.ost(0));

    private final Lab lab = new Lab();

    @BeforeEach
    void configure() {
        lab.filesystem();
        lab.ok("oss1", "umount /mnt/ost0");
        lab.ok("oss2", "mkdir -p /mnt/ost0");
        lab.ok("oss1", "cibadmin -o resources -C -X '" + PRIMITIVE + "'");
        locate("primary", "oss1", 20);
        locate("secondary", "oss2", 10);
    }

    private void locate(String which, String node, int score) {
        lab.ok(
                "oss1",
                "cibadmin -o constraints -C -X '<rsc_location id=\"lfs-OST0000-%s\" rsc=\"lfs-OST0000\" node=\"%s\" score=\"%d\"/>'"
                        .formatted(which, node, score));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void role(String role) {
        assertThat(lab.ok("oss1", "crm_resource -r lfs-OST0000 -p target-role -m -v " + role))
                .isEqualTo("Set 'lfs-OST0000' option: id=mnv1 name=target-role value=" + role + "\n");
        settle("oss1");
    }

    private void settle(String on) {
        lab.ok(on, "crm_resource --wait --timeout=20");
    }

    private String node() {
        return lab.server("oss1").targetMounts().isEmpty()
                ? lab.server("oss2").targetMounts().isEmpty() ? "none" : "oss2"
                : "oss1";
    }

    @Test
    void startsWhereItScoresMostAndStops() {
        assertThat(node()).isEqualTo("none");
        role("Started");
        assertThat(node()).isEqualTo("oss1");
        assertThat(lab.ok("oss2", "crm_resource -r lfs-OST0000 --locate"))
                .isEqualTo("resource lfs-OST0000 is running on: oss1\n");
        role("Stopped");
        assertThat(node()).isEqualTo("none");
    }

    @Test
    void movesAndStaysAfterTheConstraintIsCleared() {
        role("Started");
        lab.ok("oss1", "crm_resource -r lfs-OST0000 --move --node oss2");
        settle("oss1");
        assertThat(node()).isEqualTo("oss2");
        assertThat(lab.ok("oss1", "cibadmin -Q -o constraints"))
                .contains(
                        "<rsc_location id=\"cli-prefer-lfs-OST0000\" rsc=\"lfs-OST0000\" role=\"Started\" node=\"oss2\" score=\"INFINITY\"/>");
        assertThat(lab.ok("oss1", "crm_resource -r lfs-OST0000 --clear"))
                .isEqualTo("Removing constraint: cli-prefer-lfs-OST0000\n");
        settle("oss1");
        assertThat(node()).isEqualTo("oss2");
    }

    @Test
    void comesUpOnTheOtherServerWhenOneLosesItsPower() {
        role("Started");
        lab.cluster.powerOff(lab.server("oss1"));
        settle("oss2");
        assertThat(node()).isEqualTo("oss2");
        assertThat(lab.ok("oss2", "crm_node -l")).isEqualTo("1 oss1 lost\n2 oss2 member\n");
        lab.cluster.powerOn(lab.server("oss1"));
        settle("oss2");
        assertThat(node()).isEqualTo("oss2");
    }

    @Test
    void aStartThatFailsOnOneServerIsTriedOnTheOtherAndReported() {
        lab.cluster.fault(lab.server("oss1"), new Fault("mount", false));
        role("Started");
        assertThat(node()).isEqualTo("oss2");
        assertThat(lab.ok("oss1", "crm_mon -1 -r --output-as=xml"))
                .contains("<failure op_key=\"lfs-OST0000_start_0\" node=\"oss1\" exitstatus=\"error\"")
                .containsPattern("<resource id=\"lfs-OST0000\" .*role=\"Started\".*failed=\"false\"");
    }

    @Test
    void aStartThatFailsEverywhereIsFailedUntilCleanedUp() {
        for (String server : new String[] {"oss1", "oss2"}) {
            lab.cluster.fault(lab.server(server), new Fault("mount", false));
        }
        role("Started");
        assertThat(lab.ok("oss1", "crm_mon -1 -r --output-as=xml"))
                .containsPattern("<resource id=\"lfs-OST0000\" .*role=\"Stopped\".*failed=\"true\"");
        lab.cluster.heal(lab.server("oss1"));
        lab.cluster.heal(lab.server("oss2"));
        lab.ok("oss1", "crm_resource -r lfs-OST0000 --cleanup");
        settle("oss1");
        assertThat(node()).isEqualTo("oss1");
    }

    @Test
    void theSameIdIsRefusedWithTheRecordedAnswer() {
        Output again = lab.run("oss1", "cibadmin -o resources -C -X '" + PRIMITIVE + "'");
        assertThat(again.exitCode()).isEqualTo(108);
        assertThat(again.stderr()).isEqualTo("Call cib_create failed: File exists\n");
        assertThat(again.stdout())
                .startsWith(
                        "<failed>\n  <failed_update id=\"lfs-OST0000\" object_type=\"primitive\" operation=\"cib_create\" reason=\"File exists\">\n");
    }

    @Test
    void deletingAResourceTakesItOutOfTheList() {
        lab.ok("oss1", "cibadmin -o resources -D -X '<primitive id=\"lfs-OST0000\"/>'");
        assertThat(lab.ok("oss1", "cibadmin -Q -o resources")).isEqualTo("<resources/>\n");
        Output unknown = lab.run("oss1", "crm_resource -r lfs-OST0000 --move --node oss2");
        assertThat(unknown.exitCode()).isEqualTo(105);
        assertThat(unknown.stderr())
                .isEqualTo(
                        "crm_resource: Resource 'lfs-OST0000' not found\nError performing operation: No such object\n");
    }

    @Test
    void aServerWithoutPacemakerIsToldSo() {
        lab.ok("oss1", "systemctl stop pacemaker");
        assertThat(lab.run("oss1", "crm_mon -1 -r --output-as=xml").exitCode()).isEqualTo(102);
    }

    @Test
    void xmlKeepsTheOrderOfAttributes() throws Exception {
        String text = Xml.parse(PRIMITIVE).print();
        assertThat(text.replaceAll("\\s+", " ").strip())
                .isEqualTo(PRIMITIVE.replaceAll("\\s+", " ").strip());
        assertThat(Pattern.compile("(?m)^  <instance").matcher(text).find()).isTrue();
    }
}
