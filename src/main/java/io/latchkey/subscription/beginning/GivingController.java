package io.latchkey.subscription.beginning;

import io.latchkey.plan.PlanId;
import io.latchkey.reader.identity.NamedReader;
import io.latchkey.reader.identity.Readers;
import io.latchkey.shared.idempotency.Idempotency;
import io.latchkey.shared.idempotency.IdempotencyKey;
import io.latchkey.shared.web.Input;
import io.latchkey.subscription.state.Subscription.Source;
import io.latchkey.subscription.transition.SubscriptionBody;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site gives subscriptions away, and takes them back. */
@RestController
class GivingController {

    private final Giving giving;
    private final Readers readers;
    private final Idempotency idempotency;

    GivingController(Giving giving, Readers readers, Idempotency idempotency) {
        this.giving = giving;
        this.readers = readers;
        this.idempotency = idempotency;
    }

    /** The key is required: a gift repeated by accident is money given away. */
    @PostMapping(path = "/v1/readers/{ref}/subscription", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SubscriptionBody.class)))
    Mono<ResponseEntity<String>> give(NamedReader reader, IdempotencyKey key, @RequestBody Gift gift) {
        return idempotency.once(reader.call(key, gift), HttpStatus.CREATED, give(reader, gift));
    }

    private Mono<SubscriptionBody> give(NamedReader reader, Gift gift) {
        return readers.see(reader.key(), reader.ref())
                .then(giving.give(reader.key(), gift.plan(), gift.sourceValue(), gift.periods()))
                .map(SubscriptionBody::of);
    }

    @DeleteMapping("/v1/readers/{ref}/subscription")
    Mono<SubscriptionBody> takeBack(NamedReader reader) {
        return giving.takeBack(reader.key()).map(SubscriptionBody::of);
    }

    /**
     * What is given.
     *
     * @param source {@code comp} as long as the site likes, {@code gift} for a while
     * @param periods how many of the plan's; a gift has some, a comp none
     */
    record Gift(PlanId plan, String source, @Nullable Integer periods) {

        private static final Set<String> SOURCES = new LinkedHashSet<>(List.of("comp", "gift"));
        private static final int MOST_PERIODS = 120;

        Gift {
            Input.present("plan", plan);
            Input.word("source", source, SOURCES);
            if ("gift".equals(source)) {
                Input.count("periods", periods, 1, MOST_PERIODS);
            } else if (periods != null) {
                throw Input.refused("periods", "belongs to a gift; a comp has no end");
            }
        }

        Source sourceValue() {
            return Source.parse(source);
        }
    }
}
