package io.latchkey.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Bean;

/** A service with a mail server of its own, on a wall clock that stands. */
final class Mailroom implements AutoCloseable {

    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2031-03-01T09:30:00Z"));

    private final GreenMail mail = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final TestService service;

    Mailroom() {
        mail.start();
        service = TestService.with(
                StandingWall.class,
                TestDatabase.fresh(),
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + mail.getSmtp().getPort());
    }

    /** Not marked as a configuration: the scan would find it. */
    static class StandingWall {
        @Bean
        Clock standingClock() {
            return new Clock(WALL::get);
        }
    }

    /** The same after a restart, which a dynamic one would not be. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestService service() {
        return service;
    }

    Instant wall() {
        return WALL.get();
    }

    void wall(Instant now) {
        WALL.set(now);
    }

    /** Sends what is due. */
    void send() {
        ByHand.run(service.bean(NoticeRun.class).run());
    }

    /** Sends what is due and throws it away. */
    void empty() throws FolderException {
        send();
        mail.purgeEmailFromAllMailboxes();
    }

    /** No letter is taken any more. */
    void shut() {
        mail.stop();
    }

    void open() {
        mail.start();
    }

    /** What this reader found in their mailbox. */
    List<MimeMessage> letters(TestSite site, String ref) {
        List<MimeMessage> found = new ArrayList<>();
        for (MimeMessage letter : mail.getReceivedMessages()) {
            if (to(letter).contains(ref + "@" + site.id())) {
                found.add(letter);
            }
        }
        return found;
    }

    private static String to(MimeMessage letter) {
        try {
            return letter.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only one whose subject has this in it. */
    MimeMessage letter(TestSite site, String ref, String subject) {
        List<MimeMessage> found = letters(site, ref).stream()
                .filter(letter -> subject(letter).contains(subject))
                .toList();
        assertThat(found).as(subject).hasSize(1);
        return found.getFirst();
    }

    private static String subject(MimeMessage letter) {
        try {
            return letter.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> subjects(List<MimeMessage> letters) throws MessagingException {
        List<String> subjects = new ArrayList<>();
        for (MimeMessage letter : letters) {
            subjects.add(letter.getSubject());
        }
        return subjects;
    }

    static String text(MimeMessage letter) throws MessagingException, IOException {
        return part(letter, 0);
    }

    static String html(MimeMessage letter) throws MessagingException, IOException {
        return part(letter, 1);
    }

    private static String part(MimeMessage letter, int number) throws MessagingException, IOException {
        return ((MimeMultipart) letter.getContent())
                .getBodyPart(number)
                .getContent()
                .toString();
    }

    /** Moves the business clock. */
    void advanceTo(Instant moment) {
        service.advance(Duration.between(service.advance("PT0S"), moment).toString());
    }

    @Override
    public void close() {
        service.close();
        mail.stop();
    }
}
