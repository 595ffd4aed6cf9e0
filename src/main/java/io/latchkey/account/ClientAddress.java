package io.latchkey.account;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Where a request comes from, to be counted. What {@code X-Forwarded-For} says is believed as far
 * as proxies that the operator named wrote it: {@code LATCHKEY_TRUSTED_PROXIES}, a list of
 * addresses.
 */
@Component
class ClientAddress {

    private static final String FORWARDED = "X-Forwarded-For";
    private static final int NETWORK_BYTES = 8;
    private static final int V6_BYTES = 16;

    private final Set<String> proxies;

    ClientAddress(@Value("${latchkey.trusted-proxies:}") Set<String> proxies) {
        this.proxies = Set.copyOf(proxies);
    }

    /** The address; of IPv6 the network, of which one household has all. */
    String of(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        InetAddress address = peer == null ? null : peer.getAddress();
        if (address == null) {
            return "";
        }
        return proxies.contains(address.getHostAddress()) ? forwarded(request) : network(address);
    }

    /** The last that is not a proxy of ours: whoever stands before it could have been made up. */
    private String forwarded(ServerHttpRequest request) {
        List<String> path = request.getHeaders().getValuesAsList(FORWARDED);
        for (String each : path.reversed()) {
            if (!proxies.contains(each)) {
                return each;
            }
        }
        return "";
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == V6_BYTES
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES))
                : address.getHostAddress();
    }
}
