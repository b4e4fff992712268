package org.chroma.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    Path home;

    @Test
    void knowsItsDefaults() throws IOException {
        Settings settings = Settings.of(new GlobalOptions(), Map.of(), home);
        assertThat(settings)
                .isEqualTo(new Settings("https://localhost:8443/api/", null, null, null, "human", false, false));
    }

    @Test
    void commandLineWinsOverEnvironmentAndThatOverFile() throws IOException {
        Files.writeString(home.resolve(".chromarc"), """
                [other]
                username = nobody
                [chroma]
                # where it is
                api_url = file.example
                username = from-file
                password = secret
                output = json
                """);
        Map<String, String> environment = Map.of("CHROMA_URL", "env.example:8443", "CHROMA_USERNAME", "from-env");
        GlobalOptions options = new GlobalOptions();
        options.username = "typed";
        Settings settings = Settings.of(options, environment, home);
        assertThat(settings.url()).isEqualTo("https://env.example:8443/api/");
        assertThat(settings.username()).isEqualTo("typed");
        assertThat(settings.password()).isEqualTo("secret");
        assertThat(settings.output()).isEqualTo("json");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void opensTheManagerWhoseDataDirectoryItIsAndNoOther() throws IOException {
        Path keys = Files.createDirectories(home.resolve("data/keys"));
        Files.writeString(keys.resolve("admin.password"), "secret");
        Files.writeString(keys.resolve("ca.pem"), "");
        Map<String, String> environment = Map.of(
                "CHROMA_URL",
                "https://127.0.0.1:1/",
                "CHROMA_DATA",
                home.resolve("data").toString());
        Settings own = Settings.of(new GlobalOptions(), environment, home);
        assertThat(own.username()).isEqualTo("admin");
        assertThat(own.password()).isEqualTo("secret");
        assertThat(own.certificateAuthority()).isEqualTo(keys.resolve("ca.pem"));
        GlobalOptions elsewhere = new GlobalOptions();
        elsewhere.url = "https://manager.example/";
        Settings other = Settings.of(elsewhere, environment, home);
        assertThat(other.password()).isNull();
        assertThat(other.certificateAuthority()).isNull();
    }

    @Test
    void saysWhichLineOfAFileIsWrongWithoutShowingASecret() throws IOException {
        Files.writeString(home.resolve(".chroma"), "[chroma]\npassword verysecret\n");
        assertThatThrownBy(() -> Settings.of(new GlobalOptions(), Map.of(), home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password")
                .hasMessageNotContaining("verysecret");
    }

    @ParameterizedTest
    @CsvSource({
        "manager,https://manager/api/",
        "http://manager:8080,http://manager:8080/api/",
        "https://manager/api,https://manager/api/",
        "https://manager/api/,https://manager/api/",
        "https://manager/,https://manager/api/",
    })
    void repairsAddresses(String typed, String repaired) {
        assertThat(Settings.repaired(typed)).isEqualTo(repaired);
    }
}
