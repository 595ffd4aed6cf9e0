package io.latchkey.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.latchkey.metering.Meter;
import io.latchkey.reader.identity.Reader;
import io.latchkey.reader.identity.Ref;
import io.latchkey.subscription.transition.SubscriptionBody;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a reader has, as the contract writes it. */
public record Me(
        WhoIAm reader,
        long unlockLeft,
        Meter meter,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable SubscriptionBody subscription) {

    /** The reader, without what their site told of them. */
    public record WhoIAm(UUID id, @Nullable Ref ref, boolean anonymous) {
        static WhoIAm of(Reader reader) {
            return new WhoIAm(reader.key().id(), reader.ref(), reader.anonymous());
        }
    }
}
