package io.latchkey.webhook;

import io.latchkey.event.Event;
import io.latchkey.event.EventLog;
import io.latchkey.event.Subscribers;
import io.latchkey.event.Teller;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.OutgoingCalls;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Carries events to webhooks, signed, and gives up in the end. */
@Component
class WebhookDelivery implements Subscribers, Teller {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookDelivery.class);
    private static final int GONE = 410;

    private final Webhooks webhooks;
    private final WebhookSender sender;
    private final EventLog events;
    private final Shield shield;
    private final Clock clock;
    private final JsonMapper json;

    WebhookDelivery(
            Webhooks webhooks, WebhookSender sender, EventLog events, Shield shield, Clock clock, JsonMapper json) {
        this.webhooks = webhooks;
        this.sender = sender;
        this.events = events;
        this.shield = shield;
        this.clock = clock;
        this.json = json;
    }

    /** What is sent; events about a site itself have no reader. */
    record Message(
            UUID id,
            String type,
            Instant occurredAt,
            String site,
            @Nullable UUID reader,
            Map<String, Object> data) {

        static Message of(Event event) {
            boolean aboutAReader = !event.reader().equals(EventLog.NO_READER);
            return new Message(
                    event.id(),
                    event.type(),
                    event.occurredAt(),
                    event.site().value(),
                    aboutAReader ? event.reader() : null,
                    event.data());
        }
    }

    /** Why it was not taken; 0 where no answer came. */
    private static final class NotTakenException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;

        NotTakenException(int status, String what) {
            super(what);
            this.status = status;
        }
    }

    @Override
    public Mono<Void> receive(UUID subscriber, Event event, Instant failingSince) {
        return webhooks.signing(event.site(), subscriber)
                .filter(signing -> signing.webhook().disabledAt() == null)
                .flatMap(signing -> send(signing, event)
                        .then(Mono.defer(() -> webhooks.recover(signing.webhook())))
                        .onErrorResume(
                                NotTakenException.class,
                                refusal -> failed(signing.webhook(), event, failingSince, refusal)));
    }

    private Mono<Void> send(Webhooks.Signing signing, Event event) {
        byte[] body = json.writeValueAsBytes(Message.of(event));
        String id = event.id().toString();
        long timestamp = clock.tokenTime().getEpochSecond();
        String signatures = signing.secrets().stream()
                .map(secret -> secret.sign(id, timestamp, body))
                .collect(Collectors.joining(" "));
        return sender.post(
                        signing.webhook().url(),
                        Map.of(
                                "webhook-id", id,
                                "webhook-timestamp", Long.toString(timestamp),
                                "webhook-signature", signatures),
                        body)
                .onErrorMap(error -> new NotTakenException(0, words(error)))
                .flatMap(status -> status >= 200 && status < 300
                        ? Mono.empty()
                        : Mono.error(new NotTakenException(status, "answered " + status)));
    }

    /** Says what went wrong in words of our own: what libraries say may quote inner addresses. */
    private static String words(Throwable error) {
        return switch (error) {
            case OutgoingCalls.ForbiddenAddressException forbidden ->
                Optional.ofNullable(forbidden.getMessage()).orElse("");
            case java.util.concurrent.TimeoutException _ -> "no answer in time";
            case io.netty.handler.timeout.TimeoutException _ -> "no answer in time";
            case java.net.UnknownHostException _ -> "the host has no address";
            case javax.net.ssl.SSLException _ -> "no secure connection";
            case java.io.IOException _ -> "no connection";
            default -> "not sent";
        };
    }

    private Mono<Void> failed(Webhook webhook, Event event, Instant eventFailingSince, NotTakenException refusal) {
        Instant now = clock.tokenTime();
        String what = String.valueOf(refusal.getMessage());
        return webhooks.fail(webhook, what, now).flatMap(failingSince -> {
            if (refusal.status == GONE || Webhook.exhausted(failingSince, now)) {
                return disable(webhook, what);
            }
            if (Webhook.exhausted(eventFailingSince, now)) {
                LOG.warn(
                        "webhook {} of {} never took event {}, which is given up: {}",
                        webhook.id(),
                        webhook.site(),
                        event.id(),
                        what);
                return Mono.empty();
            }
            return Mono.error(refusal);
        });
    }

    private Mono<Void> disable(Webhook webhook, String what) {
        return shield.transaction(webhooks.disable(webhook, clock.tokenTime())
                .filter(Boolean::booleanValue)
                .doOnNext(_ -> LOG.warn("webhook {} of {} is disabled: {}", webhook.id(), webhook.site(), what))
                .flatMap(_ -> events.append(
                        webhook.site(),
                        EventLog.NO_READER,
                        WebhookFact.DISABLED,
                        new WebhookFact.Disabled(webhook.id(), what))));
    }

    @Override
    public List<WebhookFact> tells() {
        return List.of(WebhookFact.values());
    }
}
