package io.latchkey.event.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Where webhooks may lead, seen at the connection itself. */
class WebhookAddressTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:2::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::",
                "3fff::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void addressesInsideAreClosed(String address) throws UnknownHostException {
        assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.1.1",
                "198.17.1.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "64:ff9b::1.1.1.1"
            })
    void addressesOutsideAreOpen(String address) throws UnknownHostException {
        assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "2130706433",
                "0x7f000001",
                "127.1",
                "0.0.0.0"
            })
    void noSpellingOfLoopbackIsConnectedTo(String host) {
        WebhookSender sender = new WebhookSender(new WebhookSettings(false));

        Throwable refused = catchThrowable(() -> post(sender, host));

        assertThat(refused).isNotNull();
        assertThat(receiver.requests).isEmpty();
    }

    @Test
    void aNameThatLeadsInsideIsRefusedWhenItIsConnectedTo() {
        AddressResolverGroup<InetSocketAddress> names = new Rebound();

        Throwable refused =
                catchThrowable(() ->
                        post(
                                new WebhookSender(
                                        new WebhookSettings(false),
                                        it -> it.resolver(names),
                                        LIMIT),
                                "rebound.example"));
        assertThat(refused).hasStackTraceContaining("the address is not a public one");
        assertThat(receiver.requests).isEmpty();

        // The same name, where inner addresses are allowed: it would have led there.
        post(
                new WebhookSender(new WebhookSettings(true), it -> it.resolver(names), LIMIT),
                "rebound.example");
        assertThat(receiver.requests).hasSize(1);
    }

    private void post(WebhookSender sender, String host) {
        sender.post("http://" + host + ":" + receiver.port() + "/", Map.of(), new byte[] {'1'})
                .block();
    }

    /** Was public when somebody looked before, and is not any more. */
    private static final class Rebound extends AddressResolverGroup<InetSocketAddress> {
        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String name, Promise<InetAddress> promise) {
                    promise.setSuccess(InetAddress.getLoopbackAddress());
                }

                @Override
                protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
                    promise.setSuccess(List.of(InetAddress.getLoopbackAddress()));
                }
            }.asAddressResolver();
        }
    }
}
