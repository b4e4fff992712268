package org.chroma.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContractVersionTest {
    private static final String TYPE = "public abstract interface org.chroma.spi.Plugin<T>";
    private static final String DUTY =
            "to implement: public abstract T org.chroma.spi.Plugin.scan(org.chroma.spi.Machine)";
    private static final String GIFT = "public default void org.chroma.spi.Plugin.close()";

    private static String wanted(List<String> before, List<String> after) {
        return contract(after).wantedAfter(contract(before)).toString();
    }

    private static Contract contract(List<String> signatures) {
        return Contract.read(
                Stream.concat(Stream.of("version 1.4.2"), signatures.stream()).toList());
    }

    @Test
    void whatIsGoneBreaksCallers() {
        assertThat(wanted(List.of(TYPE, GIFT), List.of(TYPE))).isEqualTo("2.0.0");
        assertThat(wanted(List.of(TYPE, GIFT), List.of(TYPE, GIFT.replace("void", "int"))))
                .isEqualTo("2.0.0");
    }

    @Test
    void aNewDutyBreaksThoseWhoImplement() {
        assertThat(wanted(List.of(TYPE), List.of(TYPE, DUTY))).isEqualTo("2.0.0");
        assertThat(wanted(List.of(), List.of(TYPE, DUTY))).isEqualTo("1.5.0");
    }

    @Test
    void moreToUseIsNoBreak() {
        assertThat(wanted(List.of(TYPE, DUTY), List.of(TYPE, DUTY, GIFT))).isEqualTo("1.5.0");
        assertThat(wanted(List.of(TYPE, DUTY), List.of(TYPE, DUTY))).isEqualTo("1.4.2");
    }
}
