package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.CheckoutStatus;
import io.latchkey.payment.provider.ShownCheckout;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Price;
import io.latchkey.words.Figures;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * The checkout page: says what it is, pays or declines at a click, and moves the sandbox's clock.
 *
 * @param subscription as the sandbox has it; null for a pack and before it is paid
 * @param inDispute whether the pretended bank has called the last payment back and not decided
 * @param show writes days and amounts as people at the site do
 * @param now business time
 * @param refusal why the clock was not moved just now; null when nobody tried
 */
record SandboxPage(
        ShownCheckout checkout,
        Plan plan,
        @Nullable SandboxSubscription subscription,
        boolean inDispute,
        Figures show,
        Instant now,
        @Nullable String refusal) {

    /**
     * Nothing is loaded but the page's own style, and no script runs. Forms go to the service and
     * are led back to the page; the way to the site is a link, which form-action does not bind.
     */
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none';"
            + " base-uri 'none'; form-action 'self'";

    private static final String HEAD = """
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
          padding: 2rem; box-shadow: 0 1px 4px #0002 }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 1.2rem 0 0 }
        .note { background: #fff4d6; border-radius: 8px; padding: .6rem .9rem; margin: 0 }
        .price { font-size: 1.3rem; font-weight: 600; margin: .2rem 0 .6rem }
        .deed { display: inline-block; margin: .3rem .4rem .3rem 0 }
        button, input { font: inherit; border-radius: 8px; border: 1px solid #5b6b7b;
          background: #fff; color: #1c2733 }
        button { padding: .6rem 1.2rem; cursor: pointer }
        button.pay { background: #0b5d3b; border-color: #0b5d3b; color: #fff }
        input { display: block; box-sizing: border-box; width: 100%; padding: .6rem .9rem;
          margin: .2rem 0 .8rem }
        .consent { display: block; margin: .4rem 0 }
        .consent input { display: inline; width: auto; margin: 0 .5rem 0 0 }
        .clock { border-top: 1px solid #cdd5dc; margin-top: 1.5rem }
        .clock h2 { font-size: 1.1rem; margin: 1.2rem 0 .5rem }
        .steps { display: flex; flex-wrap: wrap; gap: .5rem }
        .refusal { color: #a11; font-weight: 600; margin: .5rem 0 }
        @media (max-width: 30rem) {
          body { padding: .5rem }
          main { padding: 1rem }
        }
        </style>
        """;

    private static final String NOTE = """
        </head>
        <body><main>
        <p class="note"><strong>This is Latchkey's sandbox.</strong> No money moves, and no card
        is asked for. Pay or decline, to see what follows.</p>
        """;

    private static final String TAIL = """
        </main></body>
        </html>
        """;

    /** The page as HTML. */
    String html() {
        return HEAD + NOTE + heading() + state() + billed() + dispute() + back() + clock() + TAIL;
    }

    /** Whether somebody who has just paid is led on to the site. */
    boolean leadsOn() {
        return checkout.status() == CheckoutStatus.PAID && checkout.returnTo() != null;
    }

    /**
     * What leads on by itself: a redirect would count as the form's, which the policy binds to the
     * service.
     */
    String leadingOn() {
        return HEAD
                + "<meta http-equiv=\"refresh\" content=\"0;url="
                + HtmlUtils.htmlEscape(String.valueOf(checkout.returnTo()))
                + "\">\n"
                + NOTE
                + heading()
                + state()
                + back()
                + TAIL;
    }

    private String heading() {
        return "<h1>"
                + HtmlUtils.htmlEscape(plan.name())
                + "</h1><p class=\"price\">"
                + amount(checkout.dueNow())
                + (checkout.status() == CheckoutStatus.OPEN || checkout.status() == CheckoutStatus.DECLINED
                        ? " due now"
                        : "")
                + "</p>";
    }

    private String state() {
        boolean waits = checkout.status() == CheckoutStatus.OPEN || checkout.status() == CheckoutStatus.DECLINED;
        if (waits && !now.isBefore(checkout.expiresAt())) {
            return "<p role=\"status\">This checkout cannot be paid any more. Nothing was" + " bought.</p>";
        }
        return switch (checkout.status()) {
            case OPEN -> buttons();
            case DECLINED -> "<p role=\"status\">The payment was declined. Nothing was bought.</p>" + buttons();
            case PAID -> "<p role=\"status\"><strong>Paid.</strong> It is yours.</p>";
            case REPLACED ->
                "<p role=\"status\">A newer checkout took the place of this one. What is paid"
                        + " here is paid back.</p>";
            case REFUNDED -> "<p role=\"status\">Paid back: you have it already, or began anew.</p>";
        };
    }

    private String buttons() {
        return SandboxConsent.of(checkout.consent())
                + button("pay", "Pay " + amount(checkout.dueNow()), "pay")
                + button("decline", "Decline", "");
    }

    /** A paid subscription renews; here one sees when, and chooses whether its card will pay. */
    private String billed() {
        if (subscription == null) {
            return "";
        }
        return "<p>"
                + standing(subscription)
                + "</p>"
                + (subscription.cardDeclines()
                        ? "<p>The card declines renewals.</p>" + button("card/pays", "Let renewals be paid", "")
                        : "<p>The card pays renewals.</p>" + button("card/declines", "Let renewals fail", ""));
    }

    private String standing(SandboxSubscription it) {
        return switch (it.standing()) {
            case STARTING -> "Not begun.";
            case RUNNING -> (it.endsWithPeriod() ? "Ends " : "Next payment ") + day(it.paidUntil()) + ".";
            case UNPAID -> "Payment failed; tried again " + day(it.retryAt()) + ".";
            case PAUSED -> "Paused: nothing is billed.";
            case ENDED -> "Ended " + day(it.endedAt()) + ".";
        };
    }

    private String dispute() {
        if (inDispute) {
            return "<p>The bank has called the last payment back.</p>"
                    + button("dispute/won", "Let the site win", "")
                    + button("dispute/lost", "Let the reader win", "");
        }
        return checkout.status() == CheckoutStatus.PAID ? button("dispute", "Dispute the last payment", "") : "";
    }

    private String back() {
        return checkout.returnTo() == null
                ? ""
                : "<p><a href=\"" + HtmlUtils.htmlEscape(checkout.returnTo()) + "\">Back to the site</a></p>";
    }

    private String clock() {
        return SandboxClockForm.of(plan, day(now), path() + "/clock", refusal);
    }

    private String button(String action, String text, String style) {
        return "<form class=\"deed\" id=\""
                + action.replace('/', '-')
                + "\" method=\"post\" action=\""
                + path()
                + "/"
                + action
                + "\"><button class=\""
                + style
                + "\">"
                + HtmlUtils.htmlEscape(text)
                + "</button></form>";
    }

    private String path() {
        return SandboxPages.path(checkout.reader(), checkout.id());
    }

    /** The day as people at the site's place would write it; the moment itself for programs. */
    private String day(@Nullable Instant moment) {
        if (moment == null) {
            return "at no set time";
        }
        return "<time lang=\"%s\" datetime=\"%s\">%s</time>"
                .formatted(show.locale().toLanguageTag(), moment, HtmlUtils.htmlEscape(show.day(moment)));
    }

    private String amount(Price price) {
        return show.money(price.amountMinor(), price.currency());
    }
}
