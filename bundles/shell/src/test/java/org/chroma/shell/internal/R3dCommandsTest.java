package org.chroma.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class R3dCommandsTest {
    @TempDir
    Path folder;

    @Test
    void aDatabaseIsMadeFilledReadAndDescribed() throws Exception {
        String store = folder.resolve("load.r3d").toString();
        R3dCreateCommand create = new R3dCreateCommand();
        create.store = store;
        create.words = List.of("DS:load:GAUGE:20:0:U", "RRA:AVERAGE:0.5:1:9");
        create.start = "1000000000";
        create.step = "10";
        assertThat(Printed.by(create)).isEmpty();

        R3dUpdateCommand update = new R3dUpdateCommand();
        update.store = store;
        update.updates = List.of("1000000010:1", "1000000020:3");
        assertThat(Printed.by(update)).isEmpty();

        R3dFetchCommand fetch = new R3dFetchCommand();
        fetch.store = store;
        fetch.function = "AVERAGE";
        fetch.start = "1000000010";
        fetch.end = "1000000019";
        assertThat(Printed.by(fetch)).contains("1000000020: 3.0000000000e+00");

        R3dInfoCommand info = new R3dInfoCommand();
        info.store = store;
        assertThat(Printed.by(info)).contains("load").contains("10");
    }
}
