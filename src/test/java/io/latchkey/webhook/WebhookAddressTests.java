package io.latchkey.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where webhooks may lead, seen at the connection itself. */
class WebhookAddressTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
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

        Throwable refused = catchThrowable(() -> post(
                new WebhookSender(new WebhookSettings(false), it -> it.resolver(names), LIMIT), "rebound.example"));
        assertThat(refused).hasStackTraceContaining("the address is not a public one");
        assertThat(receiver.requests).isEmpty();

        // The same name, where inner addresses are allowed: it would have led there.
        post(new WebhookSender(new WebhookSettings(true), it -> it.resolver(names), LIMIT), "rebound.example");
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
