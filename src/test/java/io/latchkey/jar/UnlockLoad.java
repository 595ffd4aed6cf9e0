package io.latchkey.jar;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Readers who unlock articles at random, some of them twice at once, until the service is gone. */
final class UnlockLoad {

    static final String PREFIX = "post";

    private static final int BROWSERS = 24;
    private static final int MOST_CALLS_OF_A_BROWSER = 4_000;

    private final List<TestReader> readers;
    private final int articles;

    /** Answered 201, and how often: by reader and article. */
    private final Map<Opened, Integer> spent = new ConcurrentHashMap<>();

    private final AtomicInteger unanswered = new AtomicInteger();

    UnlockLoad(List<TestReader> readers, int articles) {
        this.readers = readers;
        this.articles = articles;
    }

    /** Who opened what. */
    record Opened(String reader, String article) {}

    /** Loads the service until it is killed, which happens at a random moment under load. */
    void runUntilKilled(Api api, JarProcess jar) {
        CountDownLatch underLoad = new CountDownLatch(50);
        try (ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < BROWSERS; i++) {
                browsers.execute(() -> browse(api, underLoad));
            }
            boolean loaded = underLoad.await(1, TimeUnit.MINUTES);
            long moment = ThreadLocalRandom.current().nextLong(800);
            CompletableFuture.runAsync(jar::kill, CompletableFuture.delayedExecutor(moment, TimeUnit.MILLISECONDS))
                    .join();
            if (!loaded) {
                throw new IllegalStateException("no load came about");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Map<Opened, Integer> spent() {
        return spent;
    }

    /** The calls that the kill cut off: without any, nothing was tried. */
    int unanswered() {
        return unanswered.get();
    }

    private void browse(Api api, CountDownLatch underLoad) {
        for (int call = 0; call < MOST_CALLS_OF_A_BROWSER; call++) {
            TestReader reader = readers.get(random(readers.size()));
            String article = PREFIX + random(articles);
            try {
                Answer answer = reader.unlockAsync(api, article).join();
                if (answer.status() == 201) {
                    spent.merge(new Opened(reader.ref(), article), 1, Integer::sum);
                    underLoad.countDown();
                }
            } catch (CompletionException _) {
                unanswered.incrementAndGet();
                return;
            }
        }
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
