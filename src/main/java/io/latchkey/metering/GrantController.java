package io.latchkey.metering;

import io.latchkey.reader.identity.NamedReader;
import io.latchkey.reader.identity.Readers;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.idempotency.Idempotency;
import io.latchkey.shared.idempotency.IdempotencyKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Input;
import io.latchkey.shared.web.Page;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site gives unlocks; a reader sees what they have. */
@RestController
class GrantController {

    private final Grants grants;
    private final Readers readers;
    private final Idempotency idempotency;
    private final Clock clock;

    GrantController(Grants grants, Readers readers, Idempotency idempotency, Clock clock) {
        this.grants = grants;
        this.readers = readers;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** The key is required: a grant repeated by accident is money given away. */
    @PostMapping(path = "/v1/readers/{ref}/grants", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Given.class)))
    Mono<ResponseEntity<String>> give(NamedReader reader, IdempotencyKey key, @RequestBody GrantOrder order) {
        Grant grant = order.grant(clock.now());
        return idempotency.once(reader.call(key, order), HttpStatus.CREATED, give(reader, grant));
    }

    @GetMapping("/v1/me/grants")
    Mono<Page<GrantBody>> list(
            ReaderSession session,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return grants.page(session.reader(), Page.Request.of(cursor, limit)).map(page -> page.map(GrantBody::of));
    }

    private Mono<Given> give(NamedReader reader, Grant grant) {
        return readers.see(reader.key(), reader.ref())
                .then(grants.insert(reader.key(), grant, null))
                .then(grants.unlockLeft(reader.key()))
                .map(left -> new Given(GrantBody.of(grant), left));
    }

    record GrantOrder(
            Integer amount,
            String source,
            @Nullable String expiresAt,
            @Nullable Integer priority,
            @Nullable String note) {

        private static final int LARGEST = 1_000_000;

        /** What a site may give; a plan's grants come from its subscription alone. */
        private static final Set<String> SOURCES = new LinkedHashSet<>(List.of("pack", "gift", "goodwill"));

        GrantOrder {
            Input.count("amount", amount, 1, LARGEST);
            Input.word("source", source, SOURCES);
            if (expiresAt != null) {
                Input.instant("expiresAt", expiresAt);
            }
            if (priority != null) {
                Input.count("priority", priority, 1, 255);
            }
            note = Input.words(note, Input.LONGEST_TEXT);
        }

        Grant grant(Instant now) {
            GrantSource given = GrantSource.valueOf(source.toUpperCase(Locale.ROOT));
            Instant expiry = expiresAt == null ? null : Input.instant("expiresAt", expiresAt);
            if (expiry != null && !expiry.isAfter(now)) {
                throw Input.refused("expiresAt", "must lie in the future");
            }
            return new Grant(
                    Ids.next(),
                    given,
                    amount,
                    0,
                    priority == null ? given.usualPriority() : priority,
                    expiry,
                    note,
                    now);
        }
    }

    record GrantBody(
            UUID id,
            GrantSource source,
            int amount,
            int left,
            int priority,
            @Nullable Instant expiresAt,
            @Nullable String note,
            Instant createdAt) {
        static GrantBody of(Grant grant) {
            return new GrantBody(
                    grant.id(),
                    grant.source(),
                    grant.amount(),
                    grant.amount() - grant.used(),
                    grant.priority(),
                    grant.expiresAt(),
                    grant.note(),
                    grant.createdAt());
        }
    }

    record Given(GrantBody grant, long unlockLeft) {}
}
