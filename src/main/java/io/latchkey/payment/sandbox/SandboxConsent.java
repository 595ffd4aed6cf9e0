package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.ShownCheckout.Consented;
import org.jspecify.annotations.Nullable;

/** What a buyer consents to before paying, or did already: part of the checkout page. */
final class SandboxConsent {

    private static final String START = "Begin at once, before the withdrawal period ends.";
    private static final String LOSS = "I know that I lose my right of withdrawal by that.";

    private SandboxConsent() {}

    /** Boxes to tick, which travel with the form that pays; or what was consented to before. */
    static String of(@Nullable Consented consent) {
        return consent == null
                ? box(SandboxController.IMMEDIATE, START) + box(SandboxController.LOSS, LOSS)
                : given(consent.immediateStart(), START) + given(consent.acknowledgedLoss(), LOSS);
    }

    private static String box(String name, String text) {
        return "<label class=\"consent\"><input type=\"checkbox\" form=\"pay\" name=\"%s\">%s</label>"
                .formatted(name, text);
    }

    private static String given(boolean given, String text) {
        return given ? "<p class=\"consent\">Agreed: " + text + "</p>" : "";
    }
}
