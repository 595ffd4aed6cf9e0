package io.latchkey.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;

/**
 * Watches every test for calls that block a thread which must not be blocked: an event loop, or one
 * of Reactor's. The call fails where it is made, and the test fails even if somebody swallows that.
 * JUnit finds this extension by itself.
 */
public final class BlockingCalls implements AfterEachCallback, AfterAllCallback {

    private static final Queue<Error> SEEN = new ConcurrentLinkedQueue<>();

    // Once for the whole run, when JUnit loads this class.
    static {
        BlockHound.install(builder -> builder.blockingMethodCallback(BlockingCalls::refuse)
                // Reads /dev/urandom, which never waits once the machine has started.
                .allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "implNextBytes")
                // Holds a lock while it counts up: for less time than a switch takes.
                .allowBlockingCallsInside("com.fasterxml.uuid.impl.TimeBasedEpochGenerator", "construct")
                // Waits for another thread's allocation from the part of the pool that is
                // split up: a few moves of a pointer.
                .allowBlockingCallsInside(
                        "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines")
                // Waits while another thread looks at a type that is met for the first
                // time.
                .allowBlockingCallsInside(
                        "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer")
                // Waits while another thread notes a type that is met for the first time; what
                // rows are read as is known from the start.
                .allowBlockingCallsInside(
                        "org.springframework.data.mapping.context.AbstractMappingContext", "getPersistentEntity")
                // The console, to which tests alone write their log.
                .allowBlockingCallsInside("ch.qos.logback.core.OutputStreamAppender", "append"));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        nothingBlocked();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        nothingBlocked();
    }

    /** What blocked since this was last asked; from then on it is forgiven. */
    static List<Error> takeAll() {
        List<Error> taken = new ArrayList<>();
        for (Error error = SEEN.poll(); error != null; error = SEEN.poll()) {
            taken.add(error);
        }
        return taken;
    }

    private static void refuse(BlockingMethod method) {
        Error error = new BlockingOperationError(method);
        SEEN.add(error);
        throw error;
    }

    private static void nothingBlocked() {
        List<Error> blocked = takeAll();
        if (!blocked.isEmpty()) {
            AssertionError failure = new AssertionError(blocked.size() + " blocking calls on threads that must not");
            blocked.stream().limit(5).forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
