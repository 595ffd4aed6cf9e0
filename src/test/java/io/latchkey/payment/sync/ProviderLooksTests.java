package io.latchkey.payment.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.sync.ProviderLooks.Look;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.testing.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** A slow answer never undoes what a later look brought (rule 11). */
class ProviderLooksTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final ProviderLooks looks = TestService.shared().bean(ProviderLooks.class);

    @Test
    void dropsALookThatAYoungerOneOvertook() {
        Look slow = begin("overtaken");
        Look quick = begin("overtaken");
        assertThat(mayApply(quick)).isTrue();
        assertThat(mayApply(slow)).isFalse();
        assertThat(mayApply(quick)).isFalse();
        assertThat(mayApply(begin("overtaken"))).isTrue();
    }

    @Test
    void countsEachSubjectByItself() {
        Look one = begin("one");
        Look other = begin("other");
        assertThat(mayApply(other)).isTrue();
        assertThat(mayApply(one)).isTrue();
    }

    @Test
    void notesTheEventWithWhatItBroughtAndOnce() {
        ReaderKey reader = new ReaderKey(new SiteId("looked-at"), UUID.randomUUID());
        Mono<Void> failing = Mono.error(new IllegalStateException("not applied"));
        Look failed = begin("noted");
        assertThatThrownBy(() -> looks.apply(failed, reader, "event", failing).block(PATIENCE))
                .hasMessage("not applied");
        assertThat(applied(reader)).isEmpty();

        looks.apply(begin("noted"), reader, null, Mono.empty()).block(PATIENCE);
        assertThat(applied(reader)).as("a look that no event asked for").isEmpty();
        for (int i = 0; i < 2; i++) {
            looks.apply(begin("noted"), reader, "event", Mono.empty()).block(PATIENCE);
        }
        assertThat(applied(reader)).containsExactly("test event");
    }

    private static List<String> applied(ReaderKey reader) {
        return Objects.requireNonNull(TestService.shared()
                .bean(DatabaseClient.class)
                .sql("""
                    SELECT concat_ws(' ', provider, event_id) FROM applied_event
                    WHERE site_id = :site AND reader_id = :reader
                    """)
                .bindValues(reader.parameters())
                .mapValue(String.class)
                .all()
                .collectList()
                .block(PATIENCE));
    }

    private Look begin(String subject) {
        return Objects.requireNonNull(looks.begin("test", subject).block(PATIENCE));
    }

    private boolean mayApply(Look look) {
        return Objects.requireNonNull(looks.mayApply(look).block(PATIENCE));
    }
}
