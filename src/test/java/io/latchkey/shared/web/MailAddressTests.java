package io.latchkey.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked is what is sent to. */
class MailAddressTests {

    @ParameterizedTest
    @CsvSource({
        "ada@reader.example, ada@reader.example, false",
        "Ada.L+news@Reader.EXAMPLE, Ada.L+news@reader.example, false",
        "o'brien@reader, o'brien@reader, false",
        "ada@straße.example, ada@xn--strae-oqa.example, false",
        "šdmin@reader.example, šdmin@reader.example, true",
        "s\u030Cdmin@reader.example, šdmin@reader.example, true",
        "用户@例え.テスト, 用户@xn--r8jz45g.xn--zckzah, true"
    })
    void hasOneForm(String typed, String wire, boolean international) {
        MailAddress address = MailAddress.of(typed).orElseThrow();
        assertThat(address.text()).isEqualTo(wire);
        assertThat(address.international()).isEqualTo(international);
        assertThat(MailAddress.of(wire)).contains(address);
        assertThat(address.toString()).doesNotContain(address.local());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u212Ada@reader.example", // the sign of kelvin
                "",
                "ada",
                "@reader.example",
                "ada@",
                "ada@[192.0.2.1]",
                "ada@reader.example.",
                "ada@reader..example",
                "ada@b@reader.example",
                "ada lovelace@reader.example",
                "ada\u00a0l@reader.example", // a blank that does not break
                "a\u200bda@reader.example", // invisible
                "a\u202eda@reader.example", // turns what follows
                "a\u00adda@reader.example", // a hyphen that is not seen
                "ada@reader.example\r\nRCPT TO:<b@reader.example>",
                "ada\r\n@reader.example",
                "<ada@reader.example>",
                "ada,b@reader.example",
                "\"a b\"@reader.example"
            })
    void isNoOther(String typed) {
        assertThat(MailAddress.of(typed)).isEmpty();
    }
}
