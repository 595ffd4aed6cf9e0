package io.latchkey.notice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A mail server in the mood that a test puts it in. Speaks as much of RFC 5321 as is needed. */
final class Postmaster implements AutoCloseable {

    /** How it takes letters. */
    enum Mood {
        /** Gladly. */
        FRIENDLY("250 accepted", "250 accepted"),
        /** It knows no such mailbox, and never will. */
        NO_SUCH_MAILBOX("550 no such mailbox", ""),
        /** It takes the recipient, and then not what is written. */
        DISGUSTED("250 accepted", "554 not this letter"),
        /** Come again later. */
        BUSY("450 come again", ""),
        /** It was busy only when it had heard all. */
        BUSY_IN_THE_END("250 accepted", "451 come again"),
        /** It hangs up in the midst of the letter. */
        GONE("250 accepted", ""),
        /** It takes the letter, and is gone before it can say so. */
        GONE_WITH_THE_LETTER("250 accepted", "");

        private final String toRecipient;
        private final String toLetter;

        Mood(String toRecipient, String toLetter) {
            this.toRecipient = toRecipient;
            this.toLetter = toLetter;
        }
    }

    final AtomicReference<Mood> mood = new AtomicReference<>(Mood.FRIENDLY);

    /** Whether it speaks SMTPUTF8. */
    final AtomicBoolean unicode = new AtomicBoolean();

    /** What it was told of whom letters are for, in small letters. */
    final List<String> recipients = new CopyOnWriteArrayList<>();

    /** What is to be done once a letter was taken, before that is said. */
    final AtomicReference<Runnable> taken = new AtomicReference<>(() -> {});

    /** The Message-IDs of the letters that it was given, and of those that it took. */
    final List<String> given = new CopyOnWriteArrayList<>();

    final List<String> accepted = new CopyOnWriteArrayList<>();

    /** How often somebody came. */
    final List<String> visits = new CopyOnWriteArrayList<>();

    private final ServerSocket door;

    Postmaster() {
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::open);
    }

    int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open() {
        while (!door.isClosed()) {
            try {
                Socket visitor = door.accept();
                visits.add(visitor.toString());
                Thread.ofVirtual().start(() -> serve(visitor));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket visitor) {
        try (visitor;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(visitor.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = visitor.getOutputStream();
            say(out, "220 ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!answer(line.toUpperCase(Locale.ROOT), lines, out)) {
                    return;
                }
            }
        } catch (IOException hungUp) {
            given.add("hung up: " + hungUp.getMessage());
        }
    }

    /** False when it hangs up. */
    private boolean answer(String line, BufferedReader lines, OutputStream out) throws IOException {
        Mood now = mood.get();
        if (line.startsWith("RCPT")) {
            recipients.add(line.toLowerCase(Locale.ROOT));
            say(out, now.toRecipient);
        } else if (line.equals("DATA")) {
            say(out, "354 go on");
            return now != Mood.GONE && take(now, lines, out);
        } else if (line.equals("QUIT")) {
            say(out, "221 bye");
            return false;
        } else if (line.startsWith("EHLO") && unicode.get()) {
            say(out, "250-fine\r\n250-8BITMIME\r\n250 SMTPUTF8");
        } else {
            say(out, "250 fine");
        }
        return true;
    }

    private boolean take(Mood now, BufferedReader lines, OutputStream out) throws IOException {
        String id = "";
        for (String line = lines.readLine(); line != null && !line.equals("."); line = lines.readLine()) {
            if (line.startsWith("Message-ID: ")) {
                id = line.substring("Message-ID: ".length());
            }
        }
        given.add(id);
        if (now == Mood.FRIENDLY || now == Mood.GONE_WITH_THE_LETTER) {
            accepted.add(id);
            taken.get().run();
        }
        if (now.toLetter.isEmpty()) {
            return false;
        }
        say(out, now.toLetter);
        return true;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
