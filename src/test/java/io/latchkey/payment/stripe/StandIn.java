package io.latchkey.payment.stripe;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for Stripe where the real one cannot be reached: the calls that we make, over HTTP,
 * with a memory, a clock, idempotency keys and signed events. What it does not know it refuses.
 */
final class StandIn implements AutoCloseable {

    static final String SECRET = "whsec_of_the_stand_in";

    /** Longer than the impatient wait. */
    private static final int LATE_MILLIS = 2_500;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How many types can be asked for at once. */
    private static final int MOST_TYPES = 20;

    /** An event as it was sent. */
    record Sent(HttpHeaders headers, String body, Instant at) {}

    /** How many events it lists at most in one answer. */
    volatile int mostEvents = 100;

    private record Answer(int status, String body) {}

    private record Done(String asked, Answer answer, Instant at) {}

    final List<Sent> sent = new CopyOnWriteArrayList<>();
    final StandInBooks books = new StandInBooks(this::event);
    final StandInDesk desk = new StandInDesk(books, this::event);

    private final AtomicReference<Trouble> trouble = new AtomicReference<>(Trouble.NONE);
    private final AtomicReference<Caller> caller = new AtomicReference<>(Caller.ALIVE);
    private final InstantSource wall;
    private final Map<String, Done> done = new HashMap<>();
    private final WireMockServer server = new WireMockServer(WireMockConfiguration.options()
            .dynamicPort()
            .bindAddress("127.0.0.1")
            .disableRequestJournal()
            .extensions(new Answers()));

    StandIn() {
        this(InstantSource.system());
    }

    /** Signs its events by this clock. */
    StandIn(InstantSource wall) {
        this.wall = wall;
        server.start();
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse()));
    }

    URI address() {
        return URI.create(server.baseUrl());
    }

    /** What is wrong with it. */
    enum Trouble {
        /** Nothing. */
        NONE,
        /** It hangs up. */
        CUT,
        /** It says that it is broken. */
        ERROR,
        /** It answers when nobody waits any more. */
        LATE,
        /** What it answers is not its own. */
        NONSENSE
    }

    /** Who calls. */
    interface Caller {

        /** One that lives for ever. */
        Caller ALIVE = new Caller() {
            @Override
            public boolean isDead() {
                return false;
            }

            @Override
            public void answered() {}
        };

        /** Whether it cannot have called. */
        boolean isDead();

        /** What it asked for is done. */
        void answered();
    }

    void unreachable(boolean away) {
        trouble(away ? Trouble.CUT : Trouble.NONE);
    }

    void trouble(Trouble present) {
        trouble.set(present);
    }

    void calledBy(Caller who) {
        caller.set(who);
    }

    @Override
    public void close() {
        server.stop();
    }

    /** How Stripe wraps what is several. */
    static Map<String, Object> list(List<Map<String, Object>> data) {
        return Map.of("object", "list", "has_more", false, "data", data);
    }

    /** An event about something that is not in its books. */
    void sends(String type, Map<String, Object> object) {
        event(type, object);
    }

    private void event(String type, Map<String, Object> object) {
        String body = JSON.writeValueAsString(Map.of(
                "id",
                "evt_%06d".formatted(sent.size() + 1),
                "object",
                "event",
                "type",
                type,
                "created",
                wall.instant().getEpochSecond(),
                "data",
                Map.of("object", object)));
        sent.add(signed(body));
    }

    /** Signed as it is each time that it is posted. */
    Sent signed(String body) {
        Instant at = wall.instant();
        String time = Long.toString(at.getEpochSecond());
        byte[] mac = StripeSignature.mac(SECRET, time, body.getBytes(StandardCharsets.UTF_8));
        HttpHeaders headers = new HttpHeaders();
        headers.set(
                StripeSignature.HEADER, "t=" + time + ",v1=" + HexFormat.of().formatHex(mac));
        return new Sent(headers, body, at);
    }

    private final class Answers implements ResponseDefinitionTransformerV2 {

        @Override
        public String getName() {
            return "stand-in";
        }

        @Override
        public boolean applyGlobally() {
            return true;
        }

        @Override
        public ResponseDefinition transform(ServeEvent call) {
            if (caller.get().isDead()) {
                return cut();
            }
            return switch (trouble.get()) {
                case CUT -> cut();
                case ERROR ->
                    WireMock.aResponse().withStatus(500).withBody("{}").build();
                case NONSENSE ->
                    WireMock.aResponse().withBody("<html>a proxy's page</html>").build();
                // Done all the same: whoever asks again must not have it twice.
                case LATE ->
                    written(answer(call.getRequest()))
                            .withFixedDelay(LATE_MILLIS)
                            .build();
                case NONE -> answered(answer(call.getRequest()));
            };
        }

        private ResponseDefinition answered(Answer answer) {
            caller.get().answered();
            return caller.get().isDead() ? cut() : written(answer).build();
        }

        private static ResponseDefinition cut() {
            return WireMock.aResponse()
                    .withFault(Fault.CONNECTION_RESET_BY_PEER)
                    .build();
        }

        private static ResponseDefinitionBuilder written(Answer answer) {
            return WireMock.aResponse()
                    .withStatus(answer.status())
                    .withHeader("Content-Type", "application/json")
                    .withHeader("Request-Id", "req_stand_in")
                    .withBody(answer.body());
        }
    }

    private synchronized Answer answer(Request call) {
        String key = call.getMethod().isOneOf(RequestMethod.GET) ? null : call.getHeader("Idempotency-Key");
        String asked = call.getMethod() + " " + call.getUrl() + " " + call.getBodyAsString();
        // Stripe keeps a key for a day.
        done.values().removeIf(it -> it.at().plus(Duration.ofDays(1)).isBefore(books.now()));
        Done before = key == null ? null : done.get(key);
        if (before != null) {
            return before.asked().equals(asked)
                    ? before.answer()
                    : refusal(new StandInRefusal(400, "idempotency_error", null, "Key used differently"));
        }
        Answer answer = fresh(call);
        if (key != null) {
            done.put(key, new Done(asked, answer, books.now()));
        }
        return answer;
    }

    private Answer fresh(Request call) {
        URI url = URI.create(call.getUrl());
        boolean get = "GET".equals(call.getMethod().value());
        try {
            StandInForm form = new StandInForm(get ? url.getRawQuery() : call.getBodyAsString());
            Map<String, Object> answer = "/v1/events".equals(url.getPath())
                    ? history(form)
                    : desk.answer(call.getMethod().value(), url.getPath(), form);
            form.nothingLeft();
            return new Answer(200, JSON.writeValueAsString(answer));
        } catch (StandInRefusal refusal) {
            return refusal(refusal);
        }
    }

    /** What it ever sent, the last one first. */
    private Map<String, Object> history(StandInForm form) {
        long after = form.number("created[gt]");
        long until = form.number("created[lte]");
        Set<String> types = Set.copyOf(form.all("types").values());
        if (types.size() > MOST_TYPES) {
            throw new StandInRefusal(400, "invalid_request_error", null, "types");
        }
        String before = form.optional("starting_after");
        List<Map<String, Object>> asked = sent.reversed().stream()
                .map(StandIn::read)
                .filter(it -> types.contains(it.get("type")))
                .filter(it ->
                        it.get("created") instanceof Number at && at.longValue() > after && at.longValue() <= until)
                .filter(it -> before == null || String.valueOf(it.get("id")).compareTo(before) < 0)
                .toList();
        List<Map<String, Object>> page =
                asked.stream().limit(Math.min(form.number("limit"), mostEvents)).toList();
        return Map.of("object", "list", "has_more", page.size() < asked.size(), "data", page);
    }

    private static Map<String, Object> read(Sent event) {
        return JSON.readValue(event.body(), new TypeReference<>() {});
    }

    private static Answer refusal(StandInRefusal refusal) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("type", refusal.type());
        error.put("code", refusal.code());
        error.put("message", refusal.getMessage());
        return new Answer(refusal.status(), JSON.writeValueAsString(Map.of("error", error)));
    }
}
