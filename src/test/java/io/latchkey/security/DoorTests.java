package io.latchkey.security;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.security.DoorTable.Call;
import io.latchkey.security.DoorTable.Wants;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.Snapshot;
import io.latchkey.testing.TestService;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/** Every door against everybody who must not pass it (rule 8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorTests {

    private static final TestService SERVICE = TestService.shared();

    /** A library maps every group of it; two have doors. */
    private static final String HEALTH = "/actuator/health/";

    private final Visitors visitors = new Visitors(SERVICE);
    private final Map<Wants, String> keysWithout = new EnumMap<>(Wants.class);

    /** A credential, and what the door says to it. */
    private record Refusal(String who, @Nullable String credential, int status, String code) {}

    @Test
    void everyCallHasItsRowAndEveryRowItsCall() {
        Set<String> rows = shapes(DoorTable.CALLS.stream().map(Call::shape));
        assertThat(shapes(Doors.ALL.stream().map(DoorTests::shape))).isEqualTo(rows);

        Set<String> handled = shapes(SERVICE.beans(RequestMappingInfoHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(DoorTests::shapes));
        handled.removeAll(DoorTable.CLOSED);
        assertThat(handled)
                .isEqualTo(shapes(rows.stream().map(row -> row.replaceFirst(HEALTH + "\\w+", HEALTH + "{}"))));
    }

    @Test
    void whatLibrariesMapBesidesIsClosedToEverybody() {
        for (String closed : DoorTable.CLOSED) {
            String path = closed.substring(4);
            assertProblem(closed, SERVICE.api().get(path, TestService.OPERATOR), 404, "not-found");
        }
    }

    @Test
    void refusesEveryWrongCredentialAtEveryDoorAndDoesNothing() {
        // The keys that are tried are made before the first look.
        int all = DoorTable.CALLS.stream()
                .mapToInt(call -> refusals(call.wants()).size())
                .sum();
        Snapshot before = Snapshot.ofSite(SERVICE, visitors.site.id());
        int tried = 0;
        for (Call call : DoorTable.CALLS) {
            for (Refusal refusal : refusals(call.wants())) {
                Answer answer = visitors.knock(call, refusal.credential());
                assertProblem(call + " by " + refusal.who(), answer, refusal.status(), refusal.code());
                tried++;
            }
        }
        assertThat(tried).isEqualTo(all).isGreaterThan(500);
        assertThat(Snapshot.ofSite(SERVICE, visitors.site.id())).isEqualTo(before);
    }

    /** Its answer is the proxy's dialect, in which a refusal has the status of one at a door. */
    private static boolean gate(Call call) {
        return call.path().startsWith("/v1/gate/");
    }

    /** No credential opens a page's form, but it must come from a page. */
    private static boolean form(Call call) {
        return call.method().equals("POST") && call.path().startsWith("/account/");
    }

    @Test
    void opensToWhoeverNeedsNoCredentialWhateverTheyBring() {
        for (Call call : DoorTable.CALLS) {
            if (call.wants() == Wants.NOTHING && form(call)) {
                assertThat(visitors.knock(call, null).code())
                        .as(call.toString())
                        .isIn("form-from-elsewhere", "origin-not-allowed", "unsupported-media-type");
            } else if (gate(call)) {
                assertThat(visitors.knock(call, null).headers().firstValue("X-Latchkey-Decision"))
                        .as(call.toString())
                        .hasValue("denied");
            } else if (call.wants() == Wants.NOTHING) {
                assertThat(visitors.knock(call, "garbage").status())
                        .as(call.toString())
                        .isEqualTo(visitors.knock(call, null).status())
                        .isNotIn(401, 403);
            }
        }
    }

    @Test
    void anyOneOfTheScopesOfADoorOpensIt() {
        for (Call call : DoorTable.CALLS) {
            for (String scope : call.wants().scopes()) {
                if ("GET".equals(call.method())) {
                    assertThat(visitors.knock(call, visitors.keyWith(scope)).status())
                            .as("%s with scope %s", call, scope)
                            .isIn(200, 404);
                }
            }
        }
    }

    @Test
    void refusesCredentialsThatAreSentAnyOtherWay() {
        Call me = new Call("GET", "/v1/me", Wants.READER, "");
        String token = visitors.ada.token();
        record Way(String header, String code) {}
        for (Way way : List.of(
                new Way("Basic " + token, "invalid-credentials"),
                new Way(token, "invalid-credentials"),
                new Way("Bearer", "invalid-credentials"),
                new Way("Bearer " + token + "," + token, "invalid-credentials"))) {
            assertProblem(way.header(), visitors.knock(me, null, "Authorization", way.header()), 401, way.code());
        }
        assertThat(visitors.knock(me, null, "Authorization", "bEARER " + token).status())
                .isEqualTo(200);
        assertProblem(
                "in the query", SERVICE.api().get("/v1/me?access_token=" + token, null), 401, "credentials-missing");
    }

    private List<Refusal> refusals(Wants wants) {
        if (wants == Wants.NOTHING) {
            return List.of();
        }
        List<Refusal> all = new ArrayList<>();
        all.add(new Refusal("nobody", null, 401, "credentials-missing"));
        visitors.garbage().forEach(garbage -> all.add(invalid("garbage " + garbage, garbage)));
        all.add(invalid("an access token", visitors.accessToken));
        all.add(invalid("a withdrawn key", visitors.withdrawnKey));
        all.addAll(
                switch (wants) {
                    case OPERATOR -> Stream.concat(keys(), readers()).toList();
                    case READER ->
                        Stream.concat(Stream.concat(operator(), keys()), over()).toList();
                    case KNOWN_READER ->
                        Stream.of(operator(), keys(), overWhenKnown())
                                .flatMap(list -> list)
                                .toList();
                    default ->
                        Stream.of(operator(), readers(), scopeless(wants))
                                .flatMap(list -> list)
                                .toList();
                });
        return all;
    }

    private static Refusal invalid(String who, String credential) {
        return new Refusal(who, credential, 401, "invalid-credentials");
    }

    private static Stream<Refusal> operator() {
        return Stream.of(new Refusal("the operator", TestService.OPERATOR, 403, "wrong-credential"));
    }

    private Stream<Refusal> keys() {
        return Stream.of(new Refusal("a site key", visitors.site.key(), 403, "wrong-credential"));
    }

    private Stream<Refusal> readers() {
        return Stream.of(
                        visitors.ada.token(),
                        visitors.anonymous.token(),
                        visitors.endedSession,
                        visitors.mergedSession,
                        visitors.erasedReader)
                .map(token -> new Refusal("a reader", token, 403, "wrong-credential"));
    }

    /** Sessions that are over. */
    private Stream<Refusal> over() {
        return Stream.of(
                new Refusal("an ended session", visitors.endedSession, 401, "session-ended"),
                new Refusal("a merged session", visitors.mergedSession, 401, "session-merged"),
                new Refusal("an erased reader", visitors.erasedReader, 401, "session-ended"));
    }

    private Stream<Refusal> overWhenKnown() {
        return Stream.of(
                new Refusal("an ended session", visitors.endedSession, 401, "session-ended"),
                new Refusal("an erased reader", visitors.erasedReader, 401, "session-ended"),
                new Refusal("an anonymous", visitors.anonymous.token(), 403, "sign-in-required"),
                new Refusal("a merged one", visitors.mergedSession, 403, "sign-in-required"));
    }

    private Stream<Refusal> scopeless(Wants wants) {
        return Stream.of(new Refusal("a key without", keyWithout(wants), 403, "missing-scope"));
    }

    private String keyWithout(Wants wants) {
        return keysWithout.computeIfAbsent(wants, w -> visitors.keyWithout(w.scopes()));
    }

    private static String shape(Door door) {
        return Call.shape(door.method().name(), door.path().getPatternString());
    }

    private static Stream<String> shapes(RequestMappingInfo mapping) {
        return mapping.getMethodsCondition().getMethods().stream()
                .flatMap(method -> mapping.getPatternsCondition().getPatterns().stream()
                        .map(path -> Call.shape(method.name(), path.getPatternString())));
    }

    private static Set<String> shapes(Stream<String> all) {
        return all.collect(Collectors.toCollection(TreeSet::new));
    }
}
