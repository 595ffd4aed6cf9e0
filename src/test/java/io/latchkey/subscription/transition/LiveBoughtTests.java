package io.latchkey.subscription.transition;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Who is compared with the provider: everybody whose subscription it bills. */
class LiveBoughtTests {

    private static final TestService SERVICE = TestService.shared();

    private final TestSite site = SERVICE.site("live").monthlyPlan("monthly", 900, 0);
    private final Subscriptions subscriptions = SERVICE.bean(Subscriptions.class);

    @Test
    void comeOnceEachPageByPage() {
        List<String> bought = new ArrayList<>();
        for (String ref : List.of("ada", "bob", "cy")) {
            bought.add(subscribed(ref).me().path("reader").path("id").asString());
        }
        subscribed("gone").cancel("now");
        site.reader("never");

        assertThat(all(1)).containsExactlyInAnyOrderElementsOf(bought).isSorted();
        assertThat(all(2)).isEqualTo(all(1));
    }

    private TestReader subscribed(String ref) {
        return TestSubscriber.of(site.reader(ref), "monthly").reader();
    }

    /** Those of the site, among all of the service, in pages of that size. */
    private List<String> all(int most) {
        List<String> found = new ArrayList<>();
        @Nullable ReaderKey after = null;
        while (true) {
            List<ReaderKey> page = known(subscriptions.liveBought(after, most).collectList());
            assertThat(page).hasSizeLessThanOrEqualTo(most);
            if (page.isEmpty()) {
                return found;
            }
            page.stream()
                    .filter(it -> it.site().value().equals(site.id()))
                    .map(it -> it.id().toString())
                    .forEach(found::add);
            after = page.getLast();
        }
    }

    private static <T> T known(Mono<T> found) {
        return Objects.requireNonNull(found.block());
    }
}
