package io.latchkey.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What is said in the log. */
public final class LogLines {

    private LogLines() {}

    /** All that these loggers, and those below them, say during a deed: {@code LEVEL message}. */
    public static List<String> of(Runnable deed, String... loggers) {
        List<Logger> heard = Stream.of(loggers)
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        heard.forEach(logger -> {
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false);
            logger.addAppender(lines);
        });
        try {
            deed.run();
        } finally {
            heard.forEach(logger -> {
                logger.detachAppender(lines);
                logger.setAdditive(true);
                logger.setLevel(null);
            });
        }
        return List.copyOf(lines.list).stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }
}
