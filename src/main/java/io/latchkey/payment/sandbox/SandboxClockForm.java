package io.latchkey.payment.sandbox;

import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import java.time.Period;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** The part of the checkout page with which its clock is moved. */
final class SandboxClockForm {

    private SandboxClockForm() {}

    /**
     * The form.
     *
     * @param today as HTML
     * @param refusal why it was refused just now; null when it was not
     */
    static String of(Plan plan, String today, String action, @Nullable String refusal) {
        return """
            <section class="clock">
            <h2>The sandbox's clock</h2>
            <p>Here it is %s. Move the clock on, and what falls due on the way happens: renewals,
            retries, the ends of trials. It moves for every reader of this service, and never back.</p>
            <form method="post" action="%s">
            %s<label for="operator-key">Operator key</label>
            <input id="operator-key" name="operatorKey" type="password" autocomplete="off" required%s>
            <div class="steps">%s</div>
            </form>
            </section>
            """.formatted(
                        today,
                        action,
                        refusal == null
                                ? ""
                                : "<p class=\"refusal\" id=\"refusal\" role=\"alert\">"
                                        + HtmlUtils.htmlEscape(refusal)
                                        + "</p>",
                        refusal == null ? "" : " autofocus aria-invalid=\"true\" aria-describedby=\"refusal\"",
                        steps(plan).stream().map(SandboxClockForm::button).collect(Collectors.joining()));
    }

    /** A day, a month and, where it is another, the plan's period. */
    private static Set<Period> steps(Plan plan) {
        Set<Period> steps = new LinkedHashSet<>();
        steps.add(Period.ofDays(1));
        steps.add(Period.ofMonths(1));
        if (plan instanceof SubscriptionPlan subscription) {
            steps.add(subscription.period());
        }
        return steps;
    }

    private static String button(Period step) {
        return "<button name=\"advance\" value=\"" + step + "\">" + words(step) + " on</button>";
    }

    private static String words(Period step) {
        return Stream.of(words(step.getYears(), "year"), words(step.getMonths(), "month"), words(step.getDays(), "day"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String words(int count, String unit) {
        return switch (count) {
            case 0 -> "";
            case 1 -> "1 " + unit;
            default -> count + " " + unit + "s";
        };
    }
}
