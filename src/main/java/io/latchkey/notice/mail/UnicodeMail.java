package io.latchkey.notice.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Sends to addresses beyond ASCII, by a mail server that speaks SMTPUTF8 (RFC 6531) and no other:
 * without that extension the client cuts each letter down to a byte, and {@code š} is an {@code a}.
 * Apart from the usual way, because a letter that asks for the extension reaches fewer mailboxes.
 */
final class UnicodeMail {

    private final JavaMailSenderImpl server;
    private final Session session;

    UnicodeMail(JavaMailSender server) {
        this.server = (JavaMailSenderImpl) server;
        Properties properties = new Properties();
        properties.putAll(this.server.getJavaMailProperties());
        properties.setProperty("mail.mime.allowutf8", "true");
        this.session = Session.getInstance(properties);
    }

    MimeMessage letter() {
        return new MimeMessage(session);
    }

    /** False when the mail server does not speak it: then nothing was sent to anybody. */
    boolean send(MimeMessage letter) throws MessagingException {
        String id = letter.getMessageID();
        letter.saveChanges();
        letter.setHeader("Message-ID", id);
        String protocol = Objects.requireNonNullElse(server.getProtocol(), "smtp");
        try (SMTPTransport transport = (SMTPTransport) session.getTransport(protocol)) {
            transport.connect(server.getHost(), server.getPort(), server.getUsername(), server.getPassword());
            if (!transport.supportsExtension("SMTPUTF8")) {
                return false;
            }
            transport.sendMessage(letter, letter.getAllRecipients());
            return true;
        } catch (MessagingException failed) {
            throw new MailSendException(Map.of(letter, failed));
        }
    }
}
