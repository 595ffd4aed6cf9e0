package io.latchkey.metering;

import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where the requests of a race arrive: a lock that lives in one process would pass one of these.
 */
enum Instances {
    ONE,
    TWO;

    /** A request of a race. */
    interface Request {
        CompletableFuture<Answer> send(Api api, int number);
    }

    /** A new site, which all the instances serve. */
    TestSite site() {
        return TestService.shared().site("race");
    }

    /** Sends all at once, by turns to each instance, and waits for the answers. */
    List<Answer> race(int requests, Request request) {
        List<CompletableFuture<Answer>> sent = IntStream.range(0, requests)
                .mapToObj(number -> request.send(api(number), number))
                .toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    Api api(int number) {
        return this == TWO && number % 2 == 1
                ? Second.SERVICE.api()
                : TestService.shared().api();
    }

    /** How many answers had which status. */
    static Map<Integer, Long> statuses(List<Answer> answers) {
        return answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
    }

    private static final class Second {
        static final TestService SERVICE = TestService.on(TestService.shared().databaseUrl());
    }
}
