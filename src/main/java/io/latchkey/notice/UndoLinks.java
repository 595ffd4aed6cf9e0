package io.latchkey.notice;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ciphertext;
import io.latchkey.shared.database.MasterKey;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.site.SiteId;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Links in letters by which a reader undoes a cancellation that they did not sign in for. A link
 * names the cancellation's receipt under our seal, so nothing of it is stored; it works once,
 * because what was undone has that receipt no more.
 */
@Component
public class UndoLinks {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{80}");
    private static final String SEALED_AS = "cancellation-undo:";

    private final MasterKey masterKey;
    private final String issuer;

    UndoLinks(MasterKey masterKey, LatchkeySettings settings) {
        this.masterKey = masterKey;
        this.issuer = settings.issuer().toString();
    }

    /** Which cancellation a link undoes. */
    public record Undo(ReaderKey reader, UUID receipt) {}

    /** A link that undoes this cancellation. */
    URI to(ReaderKey reader, UUID receipt) {
        ByteBuffer plain = ByteBuffer.allocate(32);
        put(plain, reader.id());
        put(plain, receipt);
        Ciphertext sealed =
                masterKey.encrypt(plain.array(), SEALED_AS + reader.site().value());
        return URI.create(issuer
                + "/account/"
                + reader.site().value()
                + "/cancel-contract/undo?token="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed.bytes()));
    }

    /** What the token in a link stands for; empty when none of ours does. */
    public Optional<Undo> read(SiteId site, String token) {
        return FORM.matcher(token).matches()
                ? masterKey
                        .opened(new Ciphertext(Base64.getUrlDecoder().decode(token)), SEALED_AS + site.value())
                        .map(ByteBuffer::wrap)
                        .map(plain -> new Undo(new ReaderKey(site, id(plain)), id(plain)))
                : Optional.empty();
    }

    private static void put(ByteBuffer buffer, UUID id) {
        buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID id(ByteBuffer buffer) {
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
