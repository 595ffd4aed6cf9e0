package io.latchkey.limit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Where a request comes from, to be counted. What {@code X-Forwarded-For} says is believed as far
 * as proxies that the operator named wrote it: {@code LATCHKEY_TRUSTED_PROXIES}, a list of
 * addresses and ranges.
 */
@Component
@EnableConfigurationProperties(ProxySettings.class)
public class ClientAddress {

    private static final String FORWARDED = "X-Forwarded-For";
    private static final int NETWORK_BYTES = 8;
    private static final int V6_BYTES = 16;

    private final List<AddressRange> proxies;

    ClientAddress(ProxySettings settings) {
        this.proxies = settings.ranges();
    }

    /** The address, written in one way; of IPv6 the network, of which one household has all. */
    public String of(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        InetAddress address = peer == null ? null : peer.getAddress();
        return address == null ? "" : network(client(address, entries(request)));
    }

    /**
     * Whether it was forwarded by somebody who is not believed: a proxy that the operator forgot to
     * name, or a client that makes it up.
     */
    boolean isForwardedUnbelieved(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        return request.getHeaders().containsHeader(FORWARDED)
                && peer != null
                && peer.getAddress() != null
                && !trusted(peer.getAddress());
    }

    /**
     * The last that is not a proxy of ours: whoever stands before it could have been made up. Where
     * that is no address, nobody is believed, and the proxy itself counts.
     */
    private InetAddress client(InetAddress peer, List<String> entries) {
        if (!trusted(peer)) {
            return peer;
        }
        for (String entry : entries.reversed()) {
            Optional<InetAddress> named = AddressText.parseEntry(entry);
            if (named.isEmpty()) {
                return peer;
            }
            if (!trusted(named.get())) {
                return named.get();
            }
        }
        return peer;
    }

    private boolean trusted(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.holds(address));
    }

    /** Cut at every comma: this header knows no quotes, behind which a client could hide one. */
    private static List<String> entries(ServerHttpRequest request) {
        return request.getHeaders().getOrEmpty(FORWARDED).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .toList();
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == V6_BYTES
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES))
                : address.getHostAddress();
    }
}
