package io.latchkey.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTests {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t", "\r\n\n", "\u0000", "\u2028", "\ud800", " \u0007 "})
    void whatNobodyWroteIsAbsent(String typed) {
        assertThat(Input.words(typed, 10)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "too dear",
                "  too dear ",
                "too\ndear",
                "too\r\n\r\ndear",
                "too\tdear",
                "too\u0000dear",
                "too\u0085dear",
                "too\u2029dear",
                "too\ud800dear",
                "too\udc00dear\udc00"
            })
    void whatSomebodyWroteIsOneLineThatCanBeStored(String typed) {
        assertThat(Input.words(typed, 8)).isEqualTo("too dear");
    }

    @Test
    void whatIsTooLongIsCutBetweenCharacters() {
        String smile = "\ud83d\ude00";
        assertThat(Input.words("a".repeat(1_001), 1_000)).hasSize(1_000);
        assertThat(Input.words("a" + smile.repeat(10), 3)).isEqualTo("a" + smile + smile);
        assertThat(Input.words("too dear", 4)).isEqualTo("too");
    }
}
