package io.latchkey.notice.mail;

import io.latchkey.notice.mail.Delivery.Outcome;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.shared.web.MailAddress;
import io.latchkey.words.Templates;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Hands letters to the mail server, on threads of its own: SMTP blocks. */
@Component
@EnableConfigurationProperties(MailSettings.class)
public class LetterBox implements DisposableBean {

    /** Letters that are handed over at once. */
    public static final int SIDE_BY_SIDE = 4;

    /** Over all steps of one; each has its own limit among {@code spring.mail.properties}. */
    public static final Duration TIME_LIMIT = Duration.ofSeconds(60);

    private static final int LEAST_REFUSAL = 400;
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final @Nullable JavaMailSender mail;
    private final String from;
    private final Clock clock;
    private final Templates templates;
    private final Scheduler threads = Schedulers.newBoundedElastic(SIDE_BY_SIDE, 16 * SIDE_BY_SIDE, "mail");

    LetterBox(
            ObjectProvider<JavaMailSender> mail,
            @Value("${spring.mail.host:}") String server,
            MailSettings settings,
            LatchkeySettings issuer,
            Clock clock,
            Templates templates) {
        this.mail = server.isBlank() ? null : mail.getIfAvailable();
        this.from = settings.fromOr("no-reply@" + issuer.origin().host());
        this.clock = clock;
        this.templates = templates;
    }

    /** Whether there is a mail server. */
    public boolean isThere() {
        return mail != null;
    }

    /**
     * Hands a letter over. Never fails: what went wrong is in the answer.
     *
     * @param sender the name that it comes from
     * @param messageId of the letter, the same each time it is tried
     */
    public Mono<Delivery> post(String sender, String address, @Nullable String name, String messageId, Letter letter) {
        return mail == null
                ? Mono.just(Delivery.of(Outcome.NO_MAIL_SERVER))
                : html(letter)
                        .flatMap(html -> Mono.fromCallable(
                                        () -> sent(mail, sender, address, name, messageId, letter, html))
                                .subscribeOn(threads))
                        .timeout(TIME_LIMIT)
                        .onErrorResume(
                                error -> error instanceof MailException || error instanceof TimeoutException,
                                error -> Mono.just(failure(error)));
    }

    /** The letter's text as a page: nothing in it but its links is taken for markup. */
    public Mono<String> html(Letter letter) {
        Map<String, Object> model = Map.of(
                "lang", letter.language().getLanguage(),
                "subject", letter.subject(),
                "paragraphs", letter.paragraphs());
        return templates.fill("notice/letter", letter.language(), model);
    }

    private Delivery sent(
            JavaMailSender server,
            String sender,
            String address,
            @Nullable String name,
            String messageId,
            Letter letter,
            String html)
            throws MessagingException, UnsupportedEncodingException {
        MailAddress to = MailAddress.of(address).orElse(null);
        if (to == null) {
            return Delivery.of(Outcome.BAD_ADDRESS);
        }
        UnicodeMail unicode = to.international() ? new UnicodeMail(server) : null;
        MimeMessage message = unicode == null ? server.createMimeMessage() : unicode.letter();
        try {
            message.setRecipient(MimeMessage.RecipientType.TO, recipient(to, name));
        } catch (AddressException e) {
            return Delivery.of(Outcome.BAD_ADDRESS);
        }
        message.setFrom(new InternetAddress(from, line(sender), UTF_8));
        message.setSubject(line(letter.subject()), UTF_8);
        message.setSentDate(Date.from(clock.tokenTime()));
        message.setHeader("Message-ID", messageId);
        // RFC 3834, section 5: no responder answers it.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("Content-Language", letter.language().getLanguage());
        message.setContent(new MimeMultipart("alternative", part(letter.text(), "plain"), part(html, "html")));
        if (unicode == null) {
            server.send(message);
        } else if (!unicode.send(message)) {
            return Delivery.of(Outcome.BAD_ADDRESS);
        }
        // The one reply that ends a mail transaction well (RFC 5321, section 4.3.2).
        return new Delivery(Outcome.ACCEPTED, 250);
    }

    private static InternetAddress recipient(MailAddress address, @Nullable String name)
            throws AddressException, UnsupportedEncodingException {
        InternetAddress to = new InternetAddress();
        to.setAddress(address.text());
        if (name != null) {
            to.setPersonal(line(name), UTF_8);
        }
        to.validate();
        return to;
    }

    /** What is written into a header stays in it. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    private static Delivery failure(Throwable error) {
        Integer code = replyCode(error);
        // Less than 400 is no refusal: the connection broke after a reply that was none of the end.
        if (code == null || code < LEAST_REFUSAL) {
            return Delivery.of(Outcome.UNREACHABLE);
        }
        return new Delivery(code >= 500 ? Outcome.REJECTED : Outcome.DEFERRED, code);
    }

    /**
     * What the server said of this letter. That it did not let us in is no answer to the letter: it
     * is tried again when that is put right.
     */
    private static @Nullable Integer replyCode(Throwable error) {
        if (error instanceof MailSendException failed) {
            for (Exception each : failed.getMessageExceptions()) {
                Integer code = saidOf(each);
                if (code != null) {
                    return code;
                }
            }
        }
        return null;
    }

    private static @Nullable Integer saidOf(@Nullable Exception error) {
        Integer code = switch (error) {
            case SMTPAddressFailedException refused -> refused.getReturnCode();
            case SMTPSenderFailedException refused -> refused.getReturnCode();
            case SMTPSendFailedException refused -> refused.getReturnCode();
            case null, default -> null;
        };
        Integer deeper = error instanceof SendFailedException failed ? saidOf(failed.getNextException()) : null;
        return deeper == null ? code : deeper;
    }

    @Override
    public void destroy() {
        threads.dispose();
    }
}
