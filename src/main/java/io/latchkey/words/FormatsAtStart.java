package io.latchkey.words;

import java.time.Instant;
import java.time.ZoneId;
import org.springframework.stereotype.Component;

/** Uses each language's formats once: the first use reads files, and an event loop must not. */
@Component
final class FormatsAtStart {

    FormatsAtStart() {
        Languages.ALL.forEach(language -> {
            Figures figures = new Figures(Languages.usual(language), ZoneId.of("Europe/Berlin"));
            figures.day(Instant.EPOCH);
            figures.moment(Instant.EPOCH);
            figures.money(0, "EUR");
        });
    }
}
