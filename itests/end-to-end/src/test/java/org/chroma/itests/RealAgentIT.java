package org.chroma.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The agent's distribution on the machine that runs the tests, without any simulation: it is added through this
 * machine's sshd as the README tells, and what the manager then knows is compared with what the machine itself says.
 * The machine has no Lustre.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealAgentIT {
    private static final List<String> LUSTRE =
            List.of("lctl", "lnetctl", "mkfs.lustre", "mount.lustre", "tunefs.lustre");

    private Installation chroma;
    private Rest rest;
    private RealAgent agent;

    @BeforeAll
    void start() throws Exception {
        chroma = Installation.fresh(RealAgentIT.class);
        chroma.with("CHROMA_ADDRESS", "127.0.0.1")
                .with("CHROMA_MANAGER_URL", chroma.url())
                .chroma("run")
                .expect(0);
        rest = chroma.rest();
        agent = RealAgent.start(chroma, "report.period = 3");
    }

    @AfterAll
    void stop() {
        if (agent != null) {
            agent.close();
        }
        chroma.close();
    }

    @Test
    @Order(1)
    void isFoundFitToBeAdded() {
        JsonNode checks = rest.send(
                        "POST", "/api/test_host/", Rest.JSON.createObjectNode().put("address", agent.address()))
                .expect(202)
                .body();
        assertThat(checks.path("auth").asBoolean()).as(checks.toString()).isTrue();
        assertThat(checks.path("agent").asBoolean()).as(checks.toString()).isTrue();
        assertThat(checks.path("hostname").asBoolean()).as(checks.toString()).isTrue();
    }

    @Test
    @Order(2)
    void isRegisteredAndReports() throws Exception {
        JsonNode accepted = rest.send(
                        "POST", "/api/host/", Rest.JSON.createObjectNode().put("address", agent.address()))
                .expect(202)
                .body();
        JsonNode command = rest.await(accepted);

        JsonNode setUp = job(command, "SetupHostJob");
        assertThat(setUp.path("state").asText()).as(setUp.toString()).isEqualTo("succeeded");
        // Adding a server also starts its LNet, which this machine does not have.
        assertThat(failed(command)).allSatisfy(job -> {
            assertThat(job.path("class_name").asText()).isEqualTo("LoadLNetJob");
            assertThat(job.path("reason").asText()).contains("modprobe");
        });
        assertThat(command.path("logs").asText()).contains("Not installed on the server: ", "mkfs.lustre");
        assertThat(host().path("nodename").asText())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        String first = host().path("last_contact").asText();
        Wait.until(
                "it reports again",
                30,
                () -> !host().path("last_contact").asText().equals(first));
    }

    @Test
    @Order(3)
    void missingLustreProgramsAreNamed() {
        Set<String> missing = new TreeSet<>();
        for (String program : LUSTRE) {
            if (!isInstalled(program)) {
                missing.add(program);
            }
        }
        assertThat(missing).as("this test is for a machine without Lustre").isNotEmpty();
        assertThat(rest.list("/api/alert/?active=true"))
                .extracting(alert -> alert.path("message").asText())
                .anySatisfy(message -> assertThat(message)
                        .startsWith(host().path("nodename").asText() + " cannot run Lustre targets: it does not have ")
                        .contains(missing));
    }

    @Test
    @Order(4)
    void blockDevicesAreThoseOfLsblk() throws Exception {
        Map<String, Long> expected = new TreeMap<>();
        devices(lsblk().path("blockdevices"), expected);

        Set<String> nodes = new TreeSet<>();
        for (JsonNode node : resources("LinuxDeviceNode")) {
            nodes.add(kernelName(attribute(node, "path")));
        }
        assertThat(nodes).isEqualTo(expected.keySet());
        for (JsonNode node : resources("LinuxDeviceNode")) {
            String name = kernelName(attribute(node, "path"));
            for (JsonNode uri : node.path("parents")) {
                JsonNode parent = rest.get(uri.asText());
                if (parent.path("role").asText().equals("logical_drive")) {
                    assertThat(parent.path("attributes")
                                    .path("size")
                                    .path("raw")
                                    .asLong())
                            .as(name)
                            .isEqualTo(expected.get(name));
                }
            }
        }
    }

    @Test
    @Order(5)
    void mountsAreThoseOfTheKernel() throws Exception {
        Set<String> known = new TreeSet<>();
        Map<String, Long> devices = new TreeMap<>();
        devices(lsblk().path("blockdevices"), devices);
        for (String line : Files.readAllLines(Path.of("/proc/mounts"))) {
            String[] words = line.split(" ", -1);
            Path source = Path.of(words[0]);
            if (source.startsWith("/dev") && devices.containsKey(kernelName(words[0]))) {
                known.add(words[1].replace("\\040", " "));
            }
        }
        Set<String> reported = resources("LocalMount").stream()
                .map(mount -> attribute(mount, "mount_point"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(reported).containsAll(known);
        assertThat(reported)
                .allSatisfy(point -> assertThat(known.contains(point) || isInFstab(point))
                        .as(point)
                        .isTrue());
    }

    @Test
    @Order(6)
    void interfacesAreThoseOfTheKernel() throws Exception {
        Set<String> expected = Files.readAllLines(Path.of("/proc/net/dev")).stream()
                .filter(line -> line.contains(":"))
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .filter(name -> !name.equals("lo"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(resources("NetworkInterface"))
                .extracting(each -> attribute(each, "name"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @Order(7)
    void memoryAndProcessorsAreMeasured() throws Exception {
        double total = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToDouble(line -> Double.parseDouble(line.split("\\s+", -1)[1]))
                .findFirst()
                .orElseThrow();
        String uri = host().path("resource_uri").asText();
        Wait.until(
                "memory and processors are measured",
                90,
                () -> {
                    JsonNode data = latest(uri);
                    boolean both = data.path("mem_MemTotal").isNumber()
                            && data.path("cpu_total").isNumber();
                    return both ? Boolean.TRUE : null;
                },
                () -> latest(uri).toString());
        assertThat(latest(uri).path("mem_MemTotal").asDouble()).isEqualTo(total);
        // All ticks of all processors: the kernel counts a hundred a second of each.
        assertThat(latest(uri).path("cpu_total").asDouble()).isPositive();
    }

    private JsonNode latest(String uri) {
        JsonNode points = rest.get(uri + "metric/?metrics=mem_MemTotal,cpu_total&latest=true");
        return points.path(points.size() - 1).path("data");
    }

    private JsonNode host() {
        JsonNode hosts = rest.list("/api/host/");
        assertThat(hosts).hasSize(1);
        return hosts.get(0);
    }

    private JsonNode job(JsonNode command, String className) {
        for (JsonNode uri : command.path("jobs")) {
            JsonNode job = rest.get(uri.asText());
            if (job.path("class_name").asText().equals(className)) {
                return job;
            }
        }
        throw new AssertionError("No " + className + " in " + command + ": " + rest.jobs(command));
    }

    private List<JsonNode> failed(JsonNode command) {
        List<JsonNode> failed = new ArrayList<>();
        for (JsonNode uri : command.path("jobs")) {
            JsonNode job = rest.get(uri.asText());
            if (job.path("errored").asBoolean()) {
                failed.add(job);
            }
        }
        return failed;
    }

    private List<JsonNode> resources(String type) {
        List<JsonNode> resources = new ArrayList<>();
        rest.list("/api/storage_resource/?class_name=" + type).forEach(resources::add);
        return resources;
    }

    private static String attribute(JsonNode resource, String name) {
        return resource.path("attributes").path(name).path("raw").asText();
    }

    private static JsonNode lsblk() throws Exception {
        Process process = new ProcessBuilder("lsblk", "--json", "--bytes", "-o", "KNAME,TYPE,SIZE,RO")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        JsonNode devices = Rest.JSON.readTree(process.getInputStream());
        assertThat(process.waitFor()).as("lsblk's exit status").isZero();
        return devices;
    }

    /** Those that could carry data: with a size, writable, and neither memory nor floppy nor optical. */
    private static void devices(JsonNode list, Map<String, Long> found) {
        for (JsonNode device : list) {
            String name = device.path("kname").asText();
            long size = device.path("size").asLong();
            boolean fit = size > 0
                    && !device.path("ro").asBoolean()
                    && !device.path("type").asText().equals("rom")
                    && !name.matches("(ram|zram|fd|sr)[0-9]+");
            if (fit) {
                found.put(name, size);
            }
            devices(device.path("children"), found);
        }
    }

    /** The kernel's name of the device at a path. In a container the kernel may know devices that have no file. */
    private static String kernelName(String path) throws IOException {
        Path file = Path.of(path);
        return (Files.exists(file) ? file.toRealPath() : file).getFileName().toString();
    }

    private static boolean isInFstab(String directory) throws IOException {
        Path fstab = Path.of("/etc/fstab");
        try (Stream<String> lines = Files.exists(fstab) ? Files.lines(fstab) : Stream.empty()) {
            return lines.filter(line -> !line.startsWith("#")).anyMatch(line -> line.contains(directory));
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
