package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.testing.TestService;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a grant is owed to is paid once, also where no checkout's status stands before it. */
class GrantOriginTests {

    private final Grants grants = TestService.shared().bean(Grants.class);
    private final ReaderKey reader = new ReaderKey(new SiteId("owing"), UUID.randomUUID());

    @Test
    void givesOnceForOneOriginHoweverManyAskAtOnce() {
        Flux.range(0, 20).flatMap(_ -> give("subscription:1:1"), 20).then().block();
        assertThat(grants.unlockLeft(reader).block()).isEqualTo(5);
    }

    @Test
    void givesForEachOrigin() {
        give("subscription:1:1").then(give("subscription:1:2")).block();
        assertThat(grants.unlockLeft(reader).block()).isEqualTo(10);
    }

    private Mono<Void> give(String origin) {
        return grants.giveOnce(reader, GrantSource.PLAN, 5, null, origin).then();
    }
}
