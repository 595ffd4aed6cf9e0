package io.latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.HeaderNames;
import io.latchkey.testing.ToldByProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What readers could say in our name is taken away, where the proxy itself does not run here too. */
class ForgedNamesTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        traefik/latchkey.yaml   | %s: ""
        envoy/envoy.yaml        | - remove: %s
        fastly/latchkey.vcl     | unset req.http.%s;
        nginx/latchkey.conf     | proxy_set_header %s
        nginx/latchkey-article.conf | proxy_set_header %s
        nginx-njs/nginx.conf    | proxy_set_header %s
        SERVING.md              | proxy_set_header %s
        """)
    void areTakenAway(String file, String written) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/integrations", file)).stream()
                .map(line -> line.strip().replaceAll(" +", " ").toLowerCase(Locale.ROOT))
                .toList();
        assertThat(ToldByProxy.names())
                .allSatisfy(name -> assertThat(lines)
                        .as(name)
                        .anyMatch(
                                line -> line.startsWith(written.formatted(name).toLowerCase(Locale.ROOT))));
    }

    /** nginx drops such names by itself; Caddy runs in the tests. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        traefik/latchkey.yaml   | %s: ""
        fastly/latchkey.vcl     | unset req.http.%s;
        """)
    void areTakenAwayWithUnderscoresToo(String file, String written) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/integrations", file)).stream()
                .map(String::strip)
                .toList();
        assertThat(Stream.concat(ToldByProxy.OPENING.keySet().stream(), ToldByProxy.ADDRESSES.stream())
                        .flatMap(name -> HeaderNames.spellings(name).stream()))
                .hasSize(24)
                .allSatisfy(name -> assertThat(lines).contains(written.formatted(name)));
    }

    @Test
    void areNoNamesToEnvoyWithUnderscores() throws IOException {
        assertThat(Files.readString(Path.of("src/main/integrations/envoy/envoy.yaml")))
                .contains("{headers_with_underscores_action: DROP_HEADER}");
    }
}
