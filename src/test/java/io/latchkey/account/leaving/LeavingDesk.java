package io.latchkey.account.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.latchkey.event.EventRelay;
import io.latchkey.notice.NoticeRun;
import io.latchkey.shared.time.Clock;
import io.latchkey.subscription.declaration.DeclarationRun;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * A site whose readers leave, on a service with a mailbox that tests look into. Its wall stands
 * still, so that nothing is a moment later than expected; each site finds it some hours on, because
 * what one client may declare is counted by the hour.
 */
record LeavingDesk(TestSite site) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2031-03-03T09:00:00Z"));

    /** Opens with the first test that needs it, and goes with the process. */
    private static final class Shared {
        static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        static final TestService SERVICE = start();

        private static TestService start() {
            MAIL.start();
            return TestService.with(
                    StandingWall.class,
                    TestDatabase.fresh(),
                    "--spring.mail.host=127.0.0.1",
                    "--spring.mail.port=" + MAIL.getSmtp().getPort());
        }
    }

    /** Not marked as a configuration: the scan would find it. */
    static class StandingWall {
        @Bean
        Clock standingClock() {
            return new Clock(WALL::get);
        }
    }

    static LeavingDesk open(String settings) {
        WALL.updateAndGet(now -> now.plus(Duration.ofHours(2)));
        return new LeavingDesk(Shared.SERVICE.site("leaving").settings(settings).monthlyPlan("monthly", 900, 3));
    }

    Api api() {
        return Shared.SERVICE.api();
    }

    /** A reader whose address the site told, and who has paid. */
    TestSubscriber subscriber(String ref) {
        know(ref, ref + "@example.org");
        return TestSubscriber.of(site.reader(ref), "monthly");
    }

    /** A reader pays for a pack. */
    void buysPack(TestReader reader, String pack) {
        Answer begun = api().post("/v1/me/purchases", reader.token(), "{\"plan\":\"%s\"}".formatted(pack));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        String page = begun.body().path("checkout").path("url").asString();
        assertThat(new TestSubscriber(reader, URI.create(page).getPath()).pay()).isEqualTo("paid");
    }

    void know(String ref, String email) {
        Answer put = api().put("/v1/readers/" + ref, site.key(), "{\"email\":\"%s\"}".formatted(email));
        assertThat(put.status()).as(put.text()).isIn(200, 201);
    }

    Answer declare(String form, String fields) {
        return post(form, fields, TestService.ISSUER);
    }

    Answer post(String form, String fields, String origin) {
        return api().send(api().request(path(form), null)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", origin)
                .POST(BodyPublishers.ofString(fields))
                .build());
    }

    /** Declares, and looks at what is shown then. */
    Answer declared(String form, String fields) {
        return page(declare(form, fields), "");
    }

    Answer page(Answer declared, String rest) {
        assertThat(declared.status()).as(declared.text()).isEqualTo(303);
        return api().get(location(declared) + rest, null);
    }

    static String location(Answer declared) {
        return declared.headers().firstValue("Location").orElseThrow();
    }

    String path(String rest) {
        return "/account/" + site.id() + "/" + rest;
    }

    /** What the publisher sees. */
    Answer listed(String status) {
        return api().get("/v1/site/declarations?status=" + status, site.key());
    }

    /** Until all that was declared was looked at. */
    void look() {
        for (int round = 0; waiting("declaration", "status = 'received'") > 0; round++) {
            assertThat(round).as("rounds").isLessThan(1_000);
            Shared.SERVICE.bean(DeclarationRun.class).run().block(PATIENCE);
        }
    }

    /** All letters that went out until now, when none waits but for an address. */
    List<String> lettersTo(String address) {
        return letters()
                .filter(letter -> to(letter).equals(address))
                .map(this::text)
                .toList();
    }

    /** Whom this site's letters went to; its name is in each subject. */
    List<String> recipients() {
        return letters().map(LeavingDesk::to).toList();
    }

    private Stream<MimeMessage> letters() {
        look();
        for (int round = 0; waiting("notice", "status = 'pending' AND outcome <> 'no-address'") > 0; round++) {
            assertThat(round).as("rounds").isLessThan(1_000);
            ByHand.run(Shared.SERVICE.bean(NoticeRun.class).run());
        }
        return Stream.of(Shared.MAIL.getReceivedMessages())
                .filter(letter -> subject(letter).startsWith(site.id() + ":"));
    }

    private static String subject(MimeMessage letter) {
        try {
            return letter.getSubject();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String to(MimeMessage letter) {
        try {
            return letter.getRecipients(Message.RecipientType.TO)[0].toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(MimeMessage letter) {
        try {
            String text = ((MimeMultipart) letter.getContent())
                    .getBodyPart(0)
                    .getContent()
                    .toString();
            return letter.getSubject() + "\n" + text;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long waiting(String table, String which) {
        return Objects.requireNonNull(Shared.SERVICE
                .bean(DatabaseClient.class)
                .sql("SELECT count(*) AS left FROM " + table + " WHERE " + which)
                .mapValue(Long.class)
                .one()
                .block(PATIENCE));
    }

    /** Carries to the provider what waits for it. */
    void relay() {
        ByHand.run(Shared.SERVICE.bean(EventRelay.class).run());
    }

    /** Business time. */
    Instant now() {
        return advance(Duration.ZERO);
    }

    Instant advance(Duration time) {
        return Shared.SERVICE.advance(time.toString());
    }

    void advanceTo(Instant moment) {
        advance(Duration.between(now(), moment));
    }
}
