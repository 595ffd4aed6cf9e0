package io.latchkey.notice;

import io.latchkey.notice.Notice.CancellationConfirmed;
import io.latchkey.notice.Notice.ReceiptIssued;
import io.latchkey.notice.NoticeQueue.LeasedNotice;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.site.Site;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says where a letter leads: to our own pages of its site, and to the site's imprint. */
@Component
class Signposts {

    private final UndoLinks undoLinks;
    private final String issuer;

    Signposts(UndoLinks undoLinks, LatchkeySettings settings) {
        this.undoLinks = undoLinks;
        this.issuer = settings.issuer().toString();
    }

    /** Whoever was erased has no account any more. */
    Links of(LeasedNotice taken, Site site) {
        String account = issuer + "/account/" + site.id().value();
        boolean erased = taken.farewell() != null;
        return new Links(
                undo(taken),
                erased ? null : URI.create(account + "/"),
                erased ? null : URI.create(account + "/cancel"),
                erased ? null : URI.create(account + "/payment-method"),
                receipt(taken.notice()),
                site.imprint());
    }

    private @Nullable URI receipt(Notice notice) {
        UUID receipt = switch (notice) {
            case CancellationConfirmed it -> it.receipt();
            case ReceiptIssued it -> it.receipt();
            default -> null;
        };
        return receipt == null ? null : URI.create(issuer + "/v1/receipts/" + receipt);
    }

    private @Nullable URI undo(LeasedNotice taken) {
        return taken.notice() instanceof CancellationConfirmed canceled && Boolean.TRUE.equals(canceled.undo())
                ? undoLinks.to(taken.reader(), canceled.receipt())
                : null;
    }
}
