package io.latchkey.demo;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes every letter of the demo, so that none leaves the machine, and shows them to whoever asks.
 */
final class Mailbox implements AutoCloseable {

    private static final long PATIENCE_MS = 30_000;

    private final GreenMail server;

    private Mailbox(GreenMail server) {
        this.server = server;
    }

    record Mail(String to, String subject, String text) {}

    static Mailbox open() {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(PATIENCE_MS);
        GreenMail server = new GreenMail(setup);
        server.start();
        return new Mailbox(server);
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** What came so far, newest first. */
    List<Mail> letters() {
        return Stream.of(server.getReceivedMessages())
                .map(Mailbox::read)
                .toList()
                .reversed();
    }

    private static Mail read(MimeMessage message) {
        try {
            String text = message.getContent() instanceof MimeMultipart alternatives
                    ? alternatives.getBodyPart(0).getContent().toString()
                    : message.getContent().toString();
            return new Mail(String.valueOf(message.getAllRecipients()[0]), message.getSubject(), text);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
