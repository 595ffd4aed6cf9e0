package io.latchkey.account.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The widget says the same by its short table as by the one that people read. */
class TextTableTests {

    private static final String READABLE = """
        const before = 1;
        const texts = {
          en: {
            'one-left': '{n} unlock|{n} unlocks',
            'yours': 'It’s yours.',
          },
          de: {
            'one-left': '%s',
            'yours': 'Gehört Ihnen.',
          },
        };
        const after = 2;
        """;

    @Test
    void namesEachSentenceOnce() {
        assertThat(TextTable.shortened(READABLE.formatted("Noch {n}"))).isEqualTo("""
            const before = 1;
            const names = 'one-left yours'.split(' ');
            const speak = (said) => Object.fromEntries(said.split('\\n').map((text, i) => [names[i], text]));
            const texts = {en:speak(`{n} unlock|{n} unlocks
            It’s yours.`),de:speak(`Noch {n}
            Gehört Ihnen.`)};
            const after = 2;
            """);
    }

    @Test
    void losesNoLanguage() {
        String one = READABLE.formatted("Noch {n}");
        for (String other :
                new String[] {one.replace("  de: {", "  pt-BR: {"), one.replace("const texts", "const said")}) {
            assertThatIllegalStateException().isThrownBy(() -> TextTable.shortened(other));
        }
    }

    /** Otherwise a sentence would be said in another's place. */
    @ParameterizedTest
    @ValueSource(strings = {"${n}", "`", "it\\'s", "Noch', 'x': '"})
    void refusesWhatItCannotCarry(String text) {
        assertThatIllegalStateException().isThrownBy(() -> TextTable.shortened(READABLE.formatted(text)));
    }
}
