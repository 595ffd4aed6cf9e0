package io.latchkey.shared.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.shared.problem.SettingException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts, origins and addresses in the form that goes over the wire. */
class WebOriginTests {

    @ParameterizedTest
    @CsvSource({
        "https://news.example, https://news.example",
        "HTTPS://News.Example:443, https://news.example",
        "http://news.example:80, http://news.example",
        "http://news.example:, http://news.example",
        "https://news.example:80, https://news.example:80",
        "http://localhost:0, http://localhost:0",
        "https://my_paper.example, https://my_paper.example",
        "http://latchkey_web:8080, http://latchkey_web:8080",
        "https://zeitung-köln.example, https://xn--zeitung-kln-zfb.example",
        "https://ZEITUNG-KÖLN.example, https://xn--zeitung-kln-zfb.example",
        "https://zeitung-ko\u0308ln.example, https://xn--zeitung-kln-zfb.example",
        "https://XN--zeitung-kln-zfb.example, https://xn--zeitung-kln-zfb.example",
        "https://faß.de, https://xn--fa-hia.de", // fass.de by IDNA 2003
        "https://βόλος.com, https://xn--nxasmm1c.com",
        "https://例え.テスト, https://xn--r8jz45g.xn--zckzah",
        "https://пример.испытание, https://xn--e1afmkfd.xn--80akhbyknj4f",
        "https://إختبار.example, https://xn--kgbechtv.example",
        "https://paral·lel.cat, https://xn--parallel-koa.cat",
        "https://ｎｅｗｓ。example, https://news.example",
        "https://new\u200bs.example, https://news.example", // invisible
        "https://XN--FA-HIA.de, https://xn--fa-hia.de",
        "https://news.example., https://news.example.",
        "https://192.0.2.1:8443, https://192.0.2.1:8443",
        "https://[2001:DB8:0:0::1]:443, https://[2001:db8::1]"
    })
    void hasOneForm(String typed, String wire) {
        assertThat(WebOrigin.of(typed)).map(WebOrigin::toString).contains(wire);
        assertThat(WebOrigin.of(wire)).isEqualTo(WebOrigin.of(typed));
        assertThat(WebOrigin.address(typed + "/ä?b#c")).contains(URI.create(wire + "/ä?b#c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "*",
                "news.example",
                "ftp://news.example",
                "https://",
                "https://news.example/",
                "https://news.example?",
                "https://ada@news.example",
                "https://news.example:65536",
                "https://news.example:443:443",
                "https://news..example",
                "https://.example",
                "https://-news.example",
                "https://news.example\\@evil.example",
                "https://news.example evil.example",
                "https://news%2eexample",
                "https://2130706433",
                "https://0x7f.1",
                "https://127.1",
                "https://127.0.0.01",
                "https://[::1",
                "https://[fe80::1%25eth0]",
                "https://[news]",
                "https://xn--a.example", // no name in it
                "https://new\u202es.example", // turns what follows
                "https://a\u200db.example", // a joiner that joins nothing
                "https://\u0301a.example", // an accent on nothing
                "https://aא.example", // both directions
                "https://a·b.example"
            })
    void isNoOther(String typed) {
        assertThat(WebOrigin.of(typed)).isEmpty();
    }

    @Test
    void addressesWithoutAHostHaveNone() {
        for (String address : new String[] {"https:///in", "https:/in", "mailto:ada", "//a/b", ""}) {
            assertThat(WebOrigin.at(URI.create(address))).as(address).isEmpty();
            assertThat(WebOrigin.address(address)).as(address).isEmpty();
        }
    }

    @Test
    void keepsTheIssuersTextWhereTokensAlreadyBearIt() {
        assertThat(issuer("https://News.example:443/").issuer()).isEqualTo(URI.create("https://News.example:443"));
        assertThat(issuer("https://News.example:443/paywall").origin()).hasToString("https://news.example");
        assertThat(issuer("http://latchkey_web:8080").origin().host().text()).isEqualTo("latchkey_web");
        assertThat(issuer("https://zeitung-köln.example").issuer())
                .isEqualTo(URI.create("https://xn--zeitung-kln-zfb.example"));
        assertThatThrownBy(() -> issuer("https://2130706433")).isInstanceOf(SettingException.class);
    }

    private static LatchkeySettings issuer(String text) {
        return new LatchkeySettings(null, URI.create(text), null, null, null);
    }
}
