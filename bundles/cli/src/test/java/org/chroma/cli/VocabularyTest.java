package org.chroma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.GlobalOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    private final Vocabulary vocabulary = new Vocabulary(new Client(new GlobalOptions(), NOWHERE, NOWHERE));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server-list|server-list",
                "server list|server-list",
                "oss list|oss-list",
                "-o json server list|server-list -o json",
                "server show oss1|server-show oss1",
                "server oss1 lnet-stop|server-lnet-stop oss1",
                "server lnet-stop oss1|server-lnet-stop oss1",
                "filesystem lfs ost-list|ost-list --filesystem lfs",
                "fs lfs server-list|server-list --filesystem lfs",
                "server oss1 volume-list --primary|volume-list --server oss1 --primary",
                "ost add oss1:/dev/mapper/a --filesystem lfs|ost-add oss1:/dev/mapper/a --filesystem lfs",
                "nid update --hosts oss1|nid-update --hosts oss1",
                "r3d create load.r3d --step 10|r3d-create load.r3d --step 10",
                "r3d load.r3d info|r3d-info load.r3d",
                "nonsense|nonsense",
                "server|server",
            })
    void understandsWhatPeopleType(String typed, String command) {
        assertThat(vocabulary.normalised(List.of(typed.split(" ")))).containsExactly(command.split(" "));
    }
}
