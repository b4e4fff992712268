package org.chroma.simulator.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.chroma.simulator.internal.Lab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedSshdTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private record Ended(int status, String out, String err) {}

    @TempDir
    private Path directory;

    private final Lab lab = new Lab();
    private final SshClient client = SshClient.setUpDefaultClient();
    private final KeyPair key = pair();
    private SimulatedSshd sshd;
    private int port;

    private static KeyPair pair() {
        try {
            return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void open() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path keys = directory.resolve("authorized_keys");
        Files.writeString(keys, PublicKeyEntry.toString(key.getPublic()) + " manager\n");
        sshd = new SimulatedSshd(directory, keys, port, (machine, arguments, in, out, err) -> {
            out.write((machine.nodename() + arguments + new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));
            return 4;
        });
        for (String name : new String[] {"mds1", "oss1"}) {
            sshd.open(lab.server(name).spec().address(), lab.machine(name));
        }
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
    }

    @AfterEach
    void close() throws IOException {
        client.stop();
        sshd.close();
        lab.close();
    }

    private ClientSession log(String user, String address, KeyPair with) throws IOException {
        ClientSession session =
                client.connect(user, address, port).verify(LIMIT).getSession();
        session.addPublicKeyIdentity(with);
        session.auth().verify(LIMIT);
        return session;
    }

    private Ended run(String address, String line, String stdin) throws IOException {
        try (ClientSession session = log("root", address, key);
                ChannelExec channel = session.createExecChannel(line)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            channel.setIn(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(LIMIT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
            Integer status = channel.getExitStatus();
            return new Ended(
                    status == null ? -1 : status,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void theAddressTellsTheServer() throws IOException {
        assertThat(run("127.77.0.11", "hostname -f", "")).isEqualTo(new Ended(0, "mds1.cluster.example\n", ""));
        assertThat(run("127.77.0.13", "hostname -s", "")).isEqualTo(new Ended(0, "oss1\n", ""));
    }

    @Test
    void theAgentGetsItsCommandAndWhatIsTyped() throws IOException {
        assertThat(run("127.77.0.13", "chroma-agent register --now", "order"))
                .isEqualTo(new Ended(4, "oss1[register, --now]order", ""));
        assertThat(run("127.77.0.13", "sudo -n chroma-agent status", "").out()).isEqualTo("oss1[status]");
    }

    @Test
    void exitStatusAndErrorsComeBack() throws IOException {
        assertThat(run("127.77.0.11", "zpool list", ""))
                .isEqualTo(new Ended(127, "", "bash: line 1: zpool: command not found\n"));
        assertThat(run("127.77.0.11", "lctl list_nids", "").status()).isEqualTo(1);
    }

    @Test
    void onlyTheKnownKeyOfRootIsLetIn() {
        assertThatThrownBy(() -> log("root", "127.77.0.11", pair())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> log("guest", "127.77.0.11", key)).isInstanceOf(IOException.class);
    }

    @Test
    void aServerThatIsClosedIsNotReachedUntilItIsOpenedAgain() throws IOException {
        ClientSession open = log("root", "127.77.0.11", key);
        sshd.close("127.77.0.11");
        assertThatThrownBy(() -> run("127.77.0.11", "hostname", "")).isInstanceOf(IOException.class);
        open.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), LIMIT);
        assertThat(open.isOpen()).isFalse();
        sshd.open("127.77.0.11", lab.machine("mds1"));
        assertThat(run("127.77.0.11", "hostname", "").out()).isEqualTo("mds1\n");
    }

    @Test
    void theHostKeyStays() throws Exception {
        String before = fingerprint();
        sshd.close();
        sshd = new SimulatedSshd(
                directory, directory.resolve("authorized_keys"), port, (machine, arguments, in, out, err) -> 0);
        sshd.open("127.77.0.11", lab.machine("mds1"));
        assertThat(fingerprint()).isEqualTo(before);
    }

    private String fingerprint() throws IOException {
        try (ClientSession session = log("root", "127.77.0.11", key)) {
            return KeyUtils.getFingerPrint(session.getServerKey());
        }
    }
}
