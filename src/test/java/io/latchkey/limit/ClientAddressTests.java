package io.latchkey.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.SettingException;
import io.latchkey.testing.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

/** Which address a request is counted for. */
class ClientAddressTests {

    private static final String PROXY = "10.1.2.3";
    private static final ClientAddress CLIENTS =
            new ClientAddress(new ProxySettings(List.of("10.0.0.0/8", "192.0.2.7", "", " fd00::/8 ")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.5 | 203.0.113.5",
                "203.0.113.5:50123 | 203.0.113.5",
                "' 203.0.113.5 ' | 203.0.113.5",
                "::ffff:203.0.113.5 | 203.0.113.5",
                "[::ffff:cb00:7105]:50123 | 203.0.113.5",
                "2001:db8:1:2:3:4:5:6 | 20010db800010002",
                "2001:DB8:1:2::6 | 20010db800010002",
                "2001:0db8:0001:0002:: | 20010db800010002",
                "[2001:db8:1:2::7] | 20010db800010002",
                "[2001:db8:1:2::8]:443 | 20010db800010002",
                "1.1.1.1, 203.0.113.5 | 203.0.113.5",
                "1.1.1.1, 203.0.113.5, 192.0.2.7 | 203.0.113.5",
                "1.1.1.1, 203.0.113.5, 10.9.9.9:80, [fd00::1]:80 | 203.0.113.5"
            })
    void believesAProxyOfOurs(String forwarded, String address) {
        assertThat(of(PROXY, forwarded)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "localhost",
                "news.example",
                "203.0.113",
                "3405803781",
                "203.0.113.256",
                "0xcb007105",
                "203.0.113.5:",
                "203.0.113.5:port",
                "203.0.113.5 203.0.113.6",
                "[203.0.113.5",
                "2001:db8::1::2",
                "fe80::1%eth0",
                "[]",
                ":",
                "for=203.0.113.5",
                "203.0.113.5,",
                "203.0.113.5, unknown",
                "\"203.0.113.5\"",
                "10.0.0.1",
                "10.0.0.1, 10.0.0.2"
            })
    void countsTheProxyWhereItNamesNobody(String forwarded) {
        assertThat(of(PROXY, forwarded)).isEqualTo(PROXY);
    }

    @Test
    void countsTheProxyWhereItSaysNothing() {
        assertThat(of(PROXY, (String) null)).isEqualTo(PROXY);
    }

    @Test
    void readsTheLinesOfSeveralProxiesInOrder() {
        assertThat(of(PROXY, "1.1.1.1", "203.0.113.5, 10.0.0.1", "10.0.0.2")).isEqualTo("203.0.113.5");
        assertThat(of(PROXY, "\"opened", "203.0.113.5")).isEqualTo("203.0.113.5");
        assertThat(of(PROXY, "\"opened, 203.0.113.5")).isEqualTo("203.0.113.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.1", "11.0.0.1", "192.0.2.8", "9.255.255.255"})
    void believesNobodyElse(String peer) {
        assertThat(of(peer, "203.0.113.5")).isEqualTo(peer);
    }

    @Test
    void countsTheNetworkOfAPeer() {
        assertThat(of("2001:db8:1:2:3:4:5:6", "203.0.113.5")).isEqualTo("20010db800010002");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.77.1.1/8, 10.0.0.1, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7/32, 192.0.2.6, false",
        "0.0.0.0/0, 192.0.2.6, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::1, 2001:DB8:0::1, true",
        "::ffff:192.0.2.7, 192.0.2.7, true"
    })
    void knowsWhatLiesInARange(String range, String address, boolean inside) {
        assertThat(AddressRange.in(range).orElseThrow().holds(InetAddress.ofLiteral(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "10.0.0/8",
                "2001:db8::/129",
                "[2001:db8::1]",
                "10.0.0.1:80",
                "*"
            })
    void refusesToTrustWhatIsNoAddress(String proxy) {
        assertThatThrownBy(() -> new ProxySettings(List.of("10.0.0.1", proxy)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("LATCHKEY_TRUSTED_PROXIES")
                .hasMessageNotContaining(proxy);
    }

    @Test
    void isSetByEnvironment() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test-systemEnvironment",
                        Map.of(
                                "LATCHKEY_TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8",
                                "LATCHKEY_LIMITS_PROMOCODES", "5")));
        ConfigurationPropertySources.attach(environment);
        Binder binder = Binder.get(environment);

        assertThat(binder.bindOrCreate("latchkey", ProxySettings.class).trustedProxies())
                .containsExactly("10.0.0.0/8", "fd00::/8");
        assertThat(new ProxySettings(List.of("")).ranges()).isEmpty();
        assertThat(binder.bindOrCreate("latchkey.limits", LimitSettings.class))
                .isEqualTo(new LimitSettings(1_000, 3_000, 5, 600, 600));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1, 1, LATCHKEY_LIMITS_ANONYMOUSSESSIONS",
        "1, -5, 1, 1, 1, LATCHKEY_LIMITS_FAILEDCREDENTIALS",
        "1, 1, 0, 1, 1, LATCHKEY_LIMITS_PROMOCODES",
        "1, 1, 1, -1, 1, LATCHKEY_LIMITS_CHECKOUTS",
        "1, 1, 1, 1, 0, LATCHKEY_LIMITS_RECEIPTS"
    })
    void refusesLimitsThatNobodyKeeps(int sessions, int failed, int codes, int checkouts, int receipts, String name) {
        assertThatThrownBy(() -> new LimitSettings(sessions, failed, codes, checkouts, receipts))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(name);
    }

    /** Without a word about it, a site behind such a proxy would lock its readers out. */
    @Test
    void tellsWhoIsRefusedBehindAProxyThatNobodyNamed() {
        Limits limits = new Limits(
                CLIENTS, new LimitSettings(1, 1, 1, 1, 1), new SimpleMeterRegistry(), TimeMeter.SYSTEM_NANOTIME);
        for (String peer : List.of("198.51.100.1", PROXY)) {
            for (int each = 0; each < 3; each++) {
                assertThat(counted(limits, request(peer, "203.0.113.5"))).isEqualTo(each == 0);
                assertThat(counted(limits, request("198.51.100.2"))).isEqualTo(!peer.equals(PROXY) && each == 0);
            }
        }

        assertThat(LogLines.of(limits::report, "io.latchkey.limit"))
                .containsExactly(
                        "WARN limit receipts: refused those beyond," + " 9 times since the last such line",
                        "WARN 2 of those were forwarded by proxies that LATCHKEY_TRUSTED_PROXIES"
                                + " does not name: all their readers count as one address");
    }

    private static boolean counted(Limits limits, ServerHttpRequest request) {
        return limits.count(Limit.RECEIPTS, request)
                .thenReturn(true)
                .onErrorReturn(Problem.class, false)
                .blockOptional()
                .orElseThrow();
    }

    private static String of(String peer, @Nullable String... forwarded) {
        return CLIENTS.of(request(peer, forwarded));
    }

    private static ServerHttpRequest request(String peer, @Nullable String... forwarded) {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/v1/me")
                .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral(peer), 50_000));
        Arrays.stream(forwarded).filter(line -> line != null).forEach(line -> request.header("X-Forwarded-For", line));
        return request.build();
    }
}
