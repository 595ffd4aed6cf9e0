package io.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;

/**
 * Sites whose readers sign in by a link, on a service with a mailbox that tests look into. It opens
 * with the first test that needs it, and goes with the process; its wall moves by hand only.
 */
final class SignInDesk {

    private static final Pattern TOKEN = Pattern.compile("token=([A-Za-z0-9_-]{43})");
    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2031-03-01T09:00:00Z"));
    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final TestService SERVICE = start();

    private SignInDesk() {}

    private static TestService start() {
        MAIL.start();
        return TestService.with(
                StandingWall.class,
                TestDatabase.fresh(),
                TestService.SCHEDULES,
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + MAIL.getSmtp().getPort());
    }

    /** Not marked as a configuration: the scan would find it. */
    static class StandingWall {
        @Bean
        Clock standingClock() {
            return new Clock(WALL::get);
        }
    }

    static TestService service() {
        return SERVICE;
    }

    static TestSite site() {
        // Limits are per hour: each test has one of its own.
        later(Duration.ofHours(2));
        TestSite made = SERVICE.site("letters");
        Answer put = SERVICE.api().put("/v1/site/sign-in", made.key(), "{\"email\":true}");
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        return made;
    }

    static void later(Duration time) {
        WALL.updateAndGet(now -> now.plus(time));
    }

    /** What the first link that an address got carries. */
    static String token(String address) {
        Matcher found = TOKEN.matcher(letter(address, "token="));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    /** The first letter to an address that says so. */
    static String letter(String address, String words) {
        // Nobody asks for it here: the service's own run must send it.
        return Wait.until(
                        "a letter to " + address + " that says " + words,
                        () -> letters(address, words),
                        letters -> !letters.isEmpty())
                .getFirst();
    }

    private static List<String> letters(String address, String words) throws Exception {
        List<String> letters = new ArrayList<>();
        for (var message : MAIL.getReceivedMessages()) {
            String text = ((MimeMultipart) message.getContent())
                    .getBodyPart(0)
                    .getContent()
                    .toString();
            if (message.getAllRecipients()[0].toString().equals(address) && text.contains(words)) {
                letters.add(text);
            }
        }
        return letters;
    }
}
