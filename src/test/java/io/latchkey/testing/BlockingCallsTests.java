package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The canary: a guard that sees nothing would let every other test pass. */
class BlockingCallsTests {

    @Test
    void seesABlockedThreadOfReactor() {
        Mono<Boolean> blocking =
                Mono.fromCallable(BlockingCallsTests::waitAMoment).subscribeOn(Schedulers.parallel());

        assertThat(blocking.materialize().block(Duration.ofSeconds(60)))
                .satisfies(end -> assertThat(end.getThrowable()).isInstanceOf(BlockingOperationError.class));
        assertThat(BlockingCalls.takeAll()).hasSize(1);
    }

    @Test
    void seesABlockedEventLoop() throws Exception {
        try (var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
            var blocking = group.submit(BlockingCallsTests::waitAMoment);

            assertThat(blocking.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(blocking.cause()).isInstanceOf(BlockingOperationError.class);
        }
        assertThat(BlockingCalls.takeAll()).hasSize(1);
    }

    private static boolean waitAMoment() throws InterruptedException {
        return new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
    }
}
