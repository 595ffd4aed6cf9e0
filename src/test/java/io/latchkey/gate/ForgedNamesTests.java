package io.latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.HeaderNames;
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

    private static final List<String> OURS = List.of(
            "X-Latchkey-Decision",
            "X-Latchkey-Reason",
            "X-Latchkey-Article",
            "X-Latchkey-Unlock-Left",
            "X-Latchkey-Meter-Left");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        traefik/latchkey.yaml   | %s: ""
        envoy/envoy.yaml        | - remove: %s
        fastly/latchkey.vcl     | unset req.http.%s;
        nginx/latchkey.conf     | proxy_set_header %s
        """)
    void areTakenAway(String file, String written) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/integrations", file)).stream()
                .map(line -> line.strip().replaceAll(" +", " ").toLowerCase(Locale.ROOT))
                .toList();
        assertThat(Stream.concat(OURS.stream(), Newsroom.ADDRESSES.stream()))
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
        assertThat(Stream.concat(Stream.of("X-Latchkey-Decision"), Newsroom.ADDRESSES.stream())
                        .flatMap(name -> HeaderNames.spellings(name).stream()))
                .hasSize(20)
                .allSatisfy(name -> assertThat(lines).contains(written.formatted(name)));
    }

    @Test
    void areNoNamesToEnvoyWithUnderscores() throws IOException {
        assertThat(Files.readString(Path.of("src/main/integrations/envoy/envoy.yaml")))
                .contains("{headers_with_underscores_action: DROP_HEADER}");
    }
}
