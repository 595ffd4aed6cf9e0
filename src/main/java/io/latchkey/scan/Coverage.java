package io.latchkey.scan;

import io.latchkey.scan.site.Listing;
import io.latchkey.scan.site.Missed;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** How much of a site is looked at, and what is not. */
final class Coverage {

    private Coverage() {}

    /**
     * @throws ScanException when not even the start could be
     */
    static void mustBeRead(URI start, Listing listing) {
        listing.missed().stream()
                .filter(missed -> missed.address().equals(start.toString()))
                .filter(_ -> listing.articles().isEmpty())
                .findFirst()
                .ifPresent(missed -> {
                    throw new ScanException("Nothing could be read at " + start + ": " + missed.why() + ".");
                });
    }

    /** What of the list is not looked at, and nobody wanted that. */
    static List<Missed> missed(ScanOptions options, Listing listing) {
        List<Missed> missed = new ArrayList<>(listing.missed());
        if (!chosen(options, listing)) {
            left(options, listing)
                    .forEach(why -> missed.add(new Missed(options.start().toString(), why)));
        }
        return missed;
    }

    /** What was left out because somebody said so, or did not say enough. */
    static List<String> notes(ScanOptions options, Listing listing) {
        List<String> notes = new ArrayList<>(chosen(options, listing) ? left(options, listing) : List.of());
        if (options.tokens().expired().isEmpty()) {
            notes.add("an expired token was tried as a made-up one only, without --expired");
        }
        return notes;
    }

    private static boolean chosen(ScanOptions options, Listing listing) {
        return options.mostIsChosen() && listing.left() > 0;
    }

    private static List<String> left(ScanOptions options, Listing listing) {
        List<String> left = new ArrayList<>();
        if (listing.left() > 0) {
            left.add("%d more articles were not looked at, --most is %d".formatted(listing.left(), options.most()));
        }
        if (listing.unread() > 0) {
            left.add("%d of its sitemaps were not read".formatted(listing.unread()));
        }
        return left;
    }
}
