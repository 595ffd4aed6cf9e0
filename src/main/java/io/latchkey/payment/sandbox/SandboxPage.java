package io.latchkey.payment.sandbox;

import io.latchkey.payment.Checkout;
import io.latchkey.plan.Price;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

import java.math.BigDecimal;
import java.util.Currency;

/** The checkout page: says what it is, and pays or declines at a click. */
final class SandboxPage {

    /** Nothing is loaded but the page's own style, and no script runs. */
    static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none';"
                    + " base-uri 'none'";

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Sandbox checkout</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; background: #eef1f4; color: #1c2733;
              margin: 0; padding: 2rem 1rem }
            main { max-width: 26rem; margin: 0 auto; background: #fff; border-radius: 12px;
              padding: 1.5rem 2rem 2rem; box-shadow: 0 1px 4px #0002 }
            .note { background: #fff4d6; border-radius: 8px; padding: .6rem .9rem }
            .price { font-size: 1.6rem; font-weight: 600; margin: .5rem 0 }
            form { display: inline-block; margin: .3rem .4rem .3rem 0 }
            button { font: inherit; padding: .6rem 1.2rem; border-radius: 8px; cursor: pointer;
              border: 1px solid #5b6b7b; background: #fff; color: #1c2733 }
            button.pay { background: #0b5d3b; border-color: #0b5d3b; color: #fff }
            </style>
            </head>
            <body><main>
            <p class="note"><strong>This is Latchkey's sandbox.</strong> No money moves, and no card
            is asked for. Pay or decline, to see what follows.</p>
            """;

    private static final String TAIL =
            """
            </main></body>
            </html>
            """;

    private SandboxPage() {}

    /**
     * The page.
     *
     * @param plan what readers see it called
     * @param subscription as the sandbox has it; null for a pack and before it is paid
     */
    static String of(Checkout checkout, String plan, @Nullable SandboxSubscription subscription) {
        String heading =
                "<h1>"
                        + HtmlUtils.htmlEscape(plan)
                        + "</h1><p class=\"price\">"
                        + amount(checkout.dueNow())
                        + " due now</p>";
        return HEAD
                + heading
                + state(checkout)
                + billed(checkout, subscription)
                + dispute(checkout)
                + back(checkout)
                + TAIL;
    }

    private static String state(Checkout checkout) {
        return switch (checkout.status()) {
            case OPEN -> buttons(checkout);
            case DECLINED ->
                    "<p role=\"status\">The payment was declined. Nothing was bought.</p>"
                            + buttons(checkout);
            case PAID -> "<p role=\"status\"><strong>Paid.</strong> It is yours.</p>";
            case REPLACED ->
                    "<p role=\"status\">A newer checkout took the place of this one. What is paid"
                            + " here is paid back.</p>";
            case REFUNDED ->
                    "<p role=\"status\">Paid back: you have it already, or began anew.</p>";
        };
    }

    private static String buttons(Checkout checkout) {
        return button(checkout, "pay", "Pay " + amount(checkout.dueNow()), "pay")
                + button(checkout, "decline", "Decline", "");
    }

    /** A paid subscription renews; here one sees when, and chooses whether its card will pay. */
    private static String billed(Checkout checkout, @Nullable SandboxSubscription it) {
        if (it == null) {
            return "";
        }
        return "<p>"
                + standing(it)
                + "</p>"
                + (it.cardDeclines()
                        ? "<p>The card declines renewals.</p>"
                                + button(checkout, "card/pays", "Let renewals be paid", "")
                        : "<p>The card pays renewals.</p>"
                                + button(checkout, "card/declines", "Let renewals fail", ""));
    }

    private static String standing(SandboxSubscription it) {
        return switch (it.standing()) {
            case STARTING -> "Not begun.";
            case RUNNING ->
                    (it.endsWithPeriod() ? "Ends " : "Next payment ") + it.paidUntil() + ".";
            case UNPAID -> "Payment failed; tried again " + it.retryAt() + ".";
            case PAUSED -> "Paused: nothing is billed.";
            case ENDED -> "Ended " + it.endedAt() + ".";
        };
    }

    private static String dispute(Checkout checkout) {
        return checkout.status() == Checkout.Status.PAID
                ? button(checkout, "dispute", "Dispute the last payment", "")
                : "";
    }

    private static String back(Checkout checkout) {
        return checkout.returnTo() == null
                ? ""
                : "<p><a href=\""
                        + HtmlUtils.htmlEscape(checkout.returnTo())
                        + "\">Back to the site</a></p>";
    }

    private static String button(Checkout checkout, String action, String text, String style) {
        return "<form method=\"post\" action=\"/v1/sandbox/checkouts/"
                + checkout.reader().site()
                + "/"
                + checkout.reader().id()
                + "/"
                + checkout.id()
                + "/"
                + action
                + "\"><button class=\""
                + style
                + "\">"
                + HtmlUtils.htmlEscape(text)
                + "</button></form>";
    }

    private static String amount(Price price) {
        int digits = Currency.getInstance(price.currency()).getDefaultFractionDigits();
        return BigDecimal.valueOf(price.amountMinor(), Math.max(0, digits)).toPlainString()
                + " "
                + price.currency();
    }
}
