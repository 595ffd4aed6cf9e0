package io.latchkey.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the words are written, they are read. */
class ReadingsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The eels came back in spring",
                "<p>The <b>eels</b> came&nbsp;back</p> in spring",
                "&lt;p&gt;The eels &lt;i&gt;came&lt;/i&gt; back in spring",
                "{\"html\":\"The eels\\ncame back\\u0020in\\tspring\"}",
                "{\"html\":\"\\u003cp\\u003eThe eels\\u003c\\/p\\u003e came back in spring\"}"
            })
    void readsThroughMarkupAndEscapes(String text) {
        assertThat(Readings.of(text))
                .anySatisfy(
                        words -> assertThat(String.join(" ", words.all())).contains("the eels came back in spring"));
    }
}
