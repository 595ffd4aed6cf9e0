package io.latchkey.webhook;

import static java.util.stream.Collectors.joining;

import io.latchkey.event.EventTypes;
import io.latchkey.event.FactType;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Input;
import io.latchkey.site.SiteKey;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site's administrators say where events go. */
@RestController
class WebhookController {

    private static final int MOST_TYPES = 50;

    private final Webhooks webhooks;
    private final WebhookReplay replay;
    private final WebhookSettings settings;
    private final EventTypes types;
    private final Clock clock;

    WebhookController(
            Webhooks webhooks, WebhookReplay replay, WebhookSettings settings, EventTypes types, Clock clock) {
        this.webhooks = webhooks;
        this.replay = replay;
        this.settings = settings;
        this.types = types;
        this.clock = clock;
    }

    @PostMapping("/v1/site/webhooks")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ShownWebhook> add(@AuthenticationPrincipal SiteKey caller, @RequestBody NewWebhook body) {
        return webhooks.add(caller.site(), url(body.url()), typeList(body)).map(ShownWebhook::of);
    }

    @GetMapping("/v1/site/webhooks")
    Mono<WebhookList> list(@AuthenticationPrincipal SiteKey caller) {
        return webhooks.of(caller.site()).map(ListedWebhook::of).collectList().map(WebhookList::new);
    }

    @DeleteMapping("/v1/site/webhooks/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@AuthenticationPrincipal SiteKey caller, @PathVariable UUID id) {
        return webhooks.delete(caller.site(), id);
    }

    @PostMapping("/v1/site/webhooks/{id}/enabling")
    Mono<ListedWebhook> enable(@AuthenticationPrincipal SiteKey caller, @PathVariable UUID id) {
        return webhooks.enable(caller.site(), id).map(ListedWebhook::of);
    }

    @PostMapping("/v1/site/webhooks/{id}/secret")
    Mono<ShownWebhook> roll(@AuthenticationPrincipal SiteKey caller, @PathVariable UUID id) {
        return webhooks.roll(caller.site(), id).map(ShownWebhook::of);
    }

    @PostMapping("/v1/site/webhooks/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Replayed> replay(@AuthenticationPrincipal SiteKey caller, @PathVariable UUID id, @RequestBody Span span) {
        Instant since = Input.instant("since", span.since());
        Instant until = span.until() == null ? clock.now() : Input.instant("until", span.until());
        if (!since.isBefore(until)) {
            throw Input.refused("since", "must lie before \"until\"");
        }
        return webhooks.get(caller.site(), id)
                .flatMap(webhook -> replay.replay(webhook, since, until))
                .map(Replayed::new);
    }

    private String url(@Nullable String url) {
        URI uri = Input.httpUri("url", url);
        if (!"https".equals(uri.getScheme()) && !settings.privateAddresses()) {
            throw Input.refused("url", "must begin with https://");
        }
        return uri.toString();
    }

    private List<String> typeList(NewWebhook body) {
        return Input.list("types", body.types(), MOST_TYPES).stream()
                .map(this::known)
                .distinct()
                .toList();
    }

    private String known(String type) {
        if (types.include(type)) {
            return type;
        }
        throw Input.refused(
                "types",
                types.all().stream()
                        .map(FactType::type)
                        .collect(joining(", ", "must be of these, or all of a kind as subscription.*: ", "")));
    }

    record NewWebhook(@Nullable String url, @Nullable List<@Nullable String> types) {}

    record Span(@Nullable String since, @Nullable String until) {}

    /** How many events will be sent again. */
    record Replayed(long events) {}

    record ShownWebhook(UUID id, String url, List<String> types, String status, Instant createdAt, String secret) {
        static ShownWebhook of(Webhooks.Shown shown) {
            Webhook webhook = shown.webhook();
            return new ShownWebhook(
                    webhook.id(),
                    webhook.url(),
                    webhook.types(),
                    word(webhook.status()),
                    webhook.createdAt(),
                    shown.secret().text());
        }
    }

    record ListedWebhook(
            UUID id,
            String url,
            List<String> types,
            String status,
            @Nullable Instant failingSince,
            @Nullable String lastFailure,
            @Nullable Instant lastFailureAt,
            @Nullable Instant disabledAt,
            Instant createdAt) {
        static ListedWebhook of(Webhook webhook) {
            return new ListedWebhook(
                    webhook.id(),
                    webhook.url(),
                    webhook.types(),
                    word(webhook.status()),
                    webhook.failingSince(),
                    webhook.lastFailure(),
                    webhook.lastFailureAt(),
                    webhook.disabledAt(),
                    webhook.createdAt());
        }
    }

    record WebhookList(List<ListedWebhook> items) {}

    private static String word(Webhook.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
