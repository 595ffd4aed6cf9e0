package io.latchkey.payment.stripe;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the stand-in answers to each call. */
final class StandInDesk {

    private final StandInBooks books;
    private final BiConsumer<String, Map<String, Object>> events;
    private final Map<String, StandInSession> sessions = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> coupons = new HashMap<>();
    final Map<String, Map<String, Object>> products = new LinkedHashMap<>();
    private final Set<String> customers = new HashSet<>();
    private final Map<String, StandInPrice> prices = new HashMap<>();

    /** Whether it sends the next draft just before somebody would leave it alone. */
    boolean sendsDrafts;

    /** Whether it fails to close pages. */
    volatile boolean closesNothing;

    StandInDesk(StandInBooks books, BiConsumer<String, Map<String, Object>> events) {
        this.books = books;
        this.events = events;
    }

    Map<String, Object> answer(String method, String path, StandInForm form) {
        String[] parts = path.split("/", -1);
        String id = parts.length > 3 ? parts[3] : "";
        String last = parts[parts.length - 1];
        return switch (method + " " + path.replaceAll("/(sub|pi|sched|in|cs|cus|co|lk)_[^/]*", "/ID")) {
            case "POST /v1/coupons" -> coupon(form);
            case "GET /v1/coupons/ID" -> StandInSubscription.coupon(known(coupons.get(id), id));
            case "POST /v1/products" -> product(form);
            case "GET /v1/products/ID" -> known(products.get(id), id);
            case "POST /v1/products/ID" -> rename(known(products.get(id), id), form);
            case "POST /v1/checkout/sessions" -> session(form);
            case "POST /v1/checkout/sessions/ID/expire" -> expire(session(parts[4]));
            case "POST /v1/billing_portal/sessions" -> portal(form);
            case "POST /v1/refunds" -> refund(form);
            case "GET /v1/refunds" -> refunds(form);
            case "GET /v1/subscriptions/ID" -> shown(subscription(id), form, "");
            case "GET /v1/subscriptions" -> page(form);
            case "POST /v1/subscriptions/ID" -> change(subscription(id), form);
            case "DELETE /v1/subscriptions/ID" -> cancel(subscription(id), form);
            case "POST /v1/subscription_schedules" -> schedule(form);
            case "POST /v1/subscription_schedules/ID" -> phases(schedule(id), form);
            case "POST /v1/subscription_schedules/ID/release" -> release(schedule(id));
            case "DELETE /v1/customers/ID" -> forget(id);
            case "GET /v1/invoices" -> invoices(form);
            case "POST /v1/invoices/ID/void" -> withdraw(id, "open", form);
            case "POST /v1/invoices/ID" -> withdraw(id, "draft", form);
            case "GET /v1/invoice_payments" -> invoicePayments(form);
            case "GET /v1/payment_intents/ID" -> payment(id).json(form.expands("latest_charge"));
            case "GET /v1/disputes" -> disputes(form);
            default -> throw StandInRefusal.missing(method + " " + last);
        };
    }

    StandInSession session(String id) {
        return Objects.requireNonNull(sessions.get(id));
    }

    StandInSubscription subscription(String id) {
        return known(books.subscriptions.get(id), id);
    }

    StandInPayment payment(String id) {
        return known(books.payments.get(id), id);
    }

    private StandInSchedule schedule(String id) {
        return known(books.schedules.get(id), id);
    }

    private static <T> T known(@Nullable T found, String id) {
        if (found == null) {
            throw StandInRefusal.missing(id);
        }
        return found;
    }

    private Map<String, Object> product(StandInForm form) {
        String id = form.text("id");
        if (products.containsKey(id)) {
            throw new StandInRefusal(400, "invalid_request_error", "resource_already_exists", id);
        }
        Map<String, Object> product = new HashMap<>();
        product.put("id", id);
        product.put("object", "product");
        product.put("name", form.text("name"));
        product.put("active", true);
        product.put("metadata", form.all("metadata"));
        products.put(id, product);
        return product;
    }

    private static Map<String, Object> rename(Map<String, Object> product, StandInForm form) {
        product.put("name", form.text("name"));
        product.put("active", Boolean.parseBoolean(form.text("active")));
        return product;
    }

    private Map<String, Object> coupon(StandInForm form) {
        String own = form.optional("id");
        String id = own == null ? books.id("co") : own;
        if (coupons.containsKey(id)) {
            throw new StandInRefusal(400, "invalid_request_error", "resource_already_exists", id);
        }
        Map<String, String> coupon = new HashMap<>();
        coupon.put("id", id);
        String percent = form.optional("percent_off");
        if (percent == null) {
            String currency = form.text("currency");
            coupon.put("amount_off", Long.toString(StandInPrice.counted(form.number("amount_off"), currency)));
            coupon.put("currency", currency);
        } else {
            coupon.put("percent_off", percent);
        }
        coupon.put("duration", form.text("duration"));
        if ("repeating".equals(coupon.get("duration"))) {
            coupon.put("months", form.text("duration_in_months"));
        }
        coupons.put(id, coupon);
        return Map.of("id", id, "object", "coupon");
    }

    private Map<String, Object> session(StandInForm form) {
        String coupon = form.optional("discounts[0][coupon]");
        String mode = form.text("mode");
        boolean subscribes = "subscription".equals(mode);
        String customer = form.optional("customer");
        if (customer != null && !customers.contains(customer)) {
            throw StandInRefusal.missing(customer);
        }
        String email = form.optional("customer_email");
        if (email != null && customer != null) {
            throw StandInRefusal.invalid("customer or customer_email");
        }
        if (!"false".equals(form.text("adaptive_pricing[enabled]"))) {
            throw StandInRefusal.invalid("not known to the stand-in");
        }
        String locale = form.text("locale");
        form.text("success_url");
        form.text("cancel_url");
        form.text("client_reference_id");
        if (form.number("line_items[0][quantity]") != 1) {
            throw StandInRefusal.invalid("one at a time");
        }
        if (!subscribes) {
            form.optional("customer_creation");
        }
        String trial = subscribes ? form.optional("subscription_data[trial_period_days]") : null;
        StandInSession session = new StandInSession(
                books.id("cs"),
                subscribes,
                customer,
                price("line_items[0][price_data]", form),
                trial == null ? null : Duration.ofDays(Long.parseLong(trial)),
                coupon == null ? null : known(coupons.get(coupon), coupon),
                locale,
                email,
                expiry(form),
                form.all("metadata"),
                form.all(subscribes ? "subscription_data[metadata]" : "payment_intent_data[metadata]"));
        sessions.put(session.id, session);
        return session.json();
    }

    private Map<String, Object> expire(StandInSession session) {
        if (closesNothing) {
            throw new StandInRefusal(500, "api_error", null, "broken");
        }
        if (session.isPaid() || !books.now().isBefore(session.expiresAt)) {
            throw StandInRefusal.invalid("not open");
        }
        session.expiresAt = books.now();
        return session.json();
    }

    /** Half an hour to a day ahead, as Stripe wants it. */
    private Instant expiry(StandInForm form) {
        Instant expiry = form.moment("expires_at");
        if (expiry.isBefore(books.now().plus(Duration.ofMinutes(30)))
                || expiry.isAfter(books.now().plus(Duration.ofDays(1)))) {
            throw StandInRefusal.invalid("expires_at");
        }
        return expiry;
    }

    /** The reader pays; whatever was bought begins. An expired page takes no money. */
    void pay(StandInSession session) {
        if (!books.now().isBefore(session.expiresAt)) {
            return;
        }
        String customer = session.customer == null ? books.id("cus") : session.customer;
        customers.add(customer);
        if (session.subscribes) {
            StandInSubscription begun = new StandInSubscription(books.id("sub"), customer, session.price, books.now());
            begun.metadata.putAll(session.dataMetadata);
            begun.discount = session.discount(books.now());
            books.begin(begun, session.trial == null ? null : books.now().plus(session.trial));
            session.paid(begun.id);
        } else {
            session.paid(books.paid(
                            customer,
                            session.price.unitMinor() - session.offMinor(),
                            session.price.currency(),
                            session.dataMetadata)
                    .id);
        }
        events.accept("checkout.session.completed", session.json());
    }

    private StandInPrice price(String at, StandInForm form) {
        String product = form.text(at + "[product]");
        if (!Boolean.TRUE.equals(known(products.get(product), product).get("active"))) {
            throw StandInRefusal.missing(product);
        }
        boolean recurring = form.has(at + "[recurring]");
        String currency = form.text(at + "[currency]");
        StandInPrice price = new StandInPrice(
                books.id("price"),
                product,
                StandInPrice.counted(form.number(at + "[unit_amount]"), currency),
                currency,
                recurring ? form.text(at + "[recurring][interval]") : null,
                recurring ? form.number(at + "[recurring][interval_count]") : 0);
        prices.put(price.id(), price);
        return price;
    }

    private Map<String, Object> portal(StandInForm form) {
        String customer = form.text("customer");
        if (!customers.contains(customer)) {
            throw StandInRefusal.missing(customer);
        }
        form.text("flow_data[type]");
        return Map.of("url", form.text("return_url") + "?portal");
    }

    private Map<String, Object> refund(StandInForm form) {
        StandInPayment payment = payment(form.text("payment_intent"));
        long amount = StandInPrice.counted(form.number("amount"), payment.currency);
        if (amount > payment.amountMinor - payment.refundedMinor) {
            throw StandInRefusal.invalid("more than is left");
        }
        Map<String, Object> refund = new HashMap<>();
        refund.put("id", books.id("re"));
        refund.put("object", "refund");
        refund.put("status", "succeeded");
        refund.put("amount", amount);
        refund.put("metadata", form.all("metadata"));
        payment.refunds.addFirst(refund);
        payment.refundedMinor += amount;
        events.accept("charge.refunded", payment.charge());
        return refund;
    }

    private Map<String, Object> refunds(StandInForm form) {
        form.number("limit");
        return StandIn.list(List.copyOf(payment(form.text("payment_intent")).refunds));
    }

    /** The bank sends the money of the last refund back to the site. */
    void failRefund(String payment) {
        StandInPayment there = payment(payment);
        Map<String, Object> refund = there.refunds.getFirst();
        refund.put("status", "failed");
        there.refundedMinor -= (long) Objects.requireNonNull(refund.get("amount"));
        refund.put("payment_intent", payment);
        events.accept("refund.failed", Map.copyOf(refund));
    }

    /** The reader's bank calls a payment back. */
    void dispute(String payment) {
        StandInPayment there = payment(payment);
        there.disputed = true;
        Map<String, Object> dispute = new HashMap<>();
        dispute.put("id", books.id("dp"));
        dispute.put("object", "dispute");
        dispute.put("status", "needs_response");
        dispute.put("amount", there.amountMinor - there.refundedMinor);
        dispute.put("currency", there.currency);
        dispute.put("created", books.now().getEpochSecond());
        dispute.put("payment_intent", there.id);
        books.disputes.put(there.id, dispute);
        events.accept("charge.dispute.created", Map.copyOf(dispute));
    }

    /** The bank decides. */
    void decide(String payment, String verdict) {
        Map<String, Object> dispute = known(books.disputes.get(payment), payment);
        dispute.put("status", verdict);
        events.accept("charge.dispute.closed", Map.copyOf(dispute));
    }

    private static Map<String, Object> shown(StandInSubscription there, StandInForm form, String prefix) {
        return there.json(
                form.expands(prefix + "latest_invoice"),
                form.expands(prefix + "schedule"),
                form.expands(prefix + "discounts.source.coupon"));
    }

    private Map<String, Object> page(StandInForm form) {
        form.number("limit");
        return StandIn.list(books.subscriptions.values().stream()
                .filter(StandInSubscription::live)
                .map(there -> shown(there, form, "data."))
                .toList());
    }

    private Map<String, Object> change(StandInSubscription there, StandInForm form) {
        boolean managed = there.schedule != null;
        if (!there.live()) {
            throw StandInRefusal.missing(there.id);
        }
        if (managed && (form.has("items") || form.has("cancel_at_period_end") || form.has("cancel_at"))) {
            throw StandInRefusal.invalid("managed by a schedule");
        }
        String prorates = form.optional("proration_behavior");
        String behaves = form.optional("payment_behavior");
        Map<String, String> metadata = form.all("metadata");
        String ending = form.optional("cancel_at_period_end");
        if (ending != null) {
            there.cancelAtPeriodEnd = Boolean.parseBoolean(ending);
            there.cancelReason = there.cancelAtPeriodEnd ? "cancellation_requested" : null;
        }
        if (form.has("cancel_at")) {
            if (there.cancelAtPeriodEnd || !"".equals(form.optional("cancel_at"))) {
                throw StandInRefusal.invalid("not known to the stand-in");
            }
            there.cancelAt = null;
            there.cancelReason = null;
        }
        if (form.has("pause_collection")) {
            there.paused = form.optional("pause_collection") == null;
            form.optional("pause_collection[behavior]");
        }
        if ("on_subscription".equals(form.optional("payment_settings[save_default_payment_method]"))) {
            there.keepsTheCard = true;
        }
        if ("".equals(form.optional("discounts"))) {
            there.discount = null;
        }
        if (form.has("items")) {
            form.text("items[0][id]");
            if (!"always_invoice".equals(prorates) || !"error_if_incomplete".equals(behaves)) {
                throw StandInRefusal.invalid("not known to the stand-in");
            }
            books.reprice(there, price("items[0][price_data]", form));
        }
        String coupon = form.optional("discounts[0][coupon]");
        if (coupon != null) {
            there.discount = StandInSession.discount(known(coupons.get(coupon), coupon), books.now());
        }
        metadata.forEach((name, value) -> {
            there.metadata.put(name, value);
            if (value.isEmpty()) {
                there.metadata.remove(name);
            }
        });
        String trialEnd = form.optional("trial_end");
        if (trialEnd != null) {
            books.trialUntil(
                    there, "now".equals(trialEnd) ? books.now() : Instant.ofEpochSecond(Long.parseLong(trialEnd)));
        }
        books.tell("customer.subscription.updated", there);
        return there.json(false, false, false);
    }

    private Map<String, Object> cancel(StandInSubscription there, StandInForm form) {
        form.optional("prorate");
        form.optional("invoice_now");
        if (!there.live()) {
            throw StandInRefusal.missing(there.id);
        }
        there.cancelReason = "cancellation_requested";
        books.end(there);
        return there.json(false, false, false);
    }

    private Map<String, Object> schedule(StandInForm form) {
        StandInSubscription there = subscription(form.text("from_subscription"));
        if (there.schedule != null) {
            throw StandInRefusal.invalid("has a schedule");
        }
        StandInSchedule schedule = new StandInSchedule(books.id("sched"), there);
        there.schedule = schedule;
        books.schedules.put(schedule.id, schedule);
        return schedule.json();
    }

    private Map<String, Object> phases(StandInSchedule schedule, StandInForm form) {
        StandInSubscription there = schedule.subscription;
        schedule.metadata.putAll(form.all("metadata"));
        boolean fits = "release".equals(form.text("end_behavior"))
                && form.moment("phases[0][start_date]").equals(schedule.start)
                && form.moment("phases[0][end_date]").equals(there.end)
                && form.text("phases[0][items][0][price]").equals(there.price.id())
                && form.number("phases[0][items][0][quantity]") == 1
                && form.all("phases[0][metadata]").equals(there.metadata)
                && form.moment("phases[1][start_date]").equals(there.end)
                && form.number("phases[1][items][0][quantity]") == 1;
        if (!fits) {
            throw StandInRefusal.invalid("the phase under way cannot change");
        }
        // What the phase under way does not name is lost without a word.
        if (form.optional("phases[0][discounts][0][discount]") == null) {
            there.discount = null;
        }
        schedule.nextDiscounted = form.optional("phases[1][discounts][0][discount]") != null;
        form.text("phases[1][proration_behavior]");
        form.text("phases[1][duration][interval]");
        form.text("phases[1][duration][interval_count]");
        schedule.nextMetadata = form.all("phases[1][metadata]");
        schedule.nextPrice = price("phases[1][items][0][price_data]", form);
        books.tell("customer.subscription.updated", there);
        return schedule.json();
    }

    private Map<String, Object> release(StandInSchedule schedule) {
        if (!"active".equals(schedule.status)) {
            throw StandInRefusal.invalid("not active");
        }
        schedule.released();
        return schedule.json();
    }

    /** Whatever they subscribe to ends with them. */
    private Map<String, Object> forget(String id) {
        if (!customers.remove(id)) {
            throw StandInRefusal.missing(id);
        }
        books.subscriptions.values().stream()
                .filter(it -> it.live() && it.customer.equals(id))
                .forEach(books::end);
        return Map.of("id", id, "object", "customer", "deleted", true);
    }

    boolean knows(String customer) {
        return customers.contains(customer);
    }

    private Map<String, Object> invoices(StandInForm form) {
        String customer = form.optional("customer");
        StandInSubscription there = customer == null ? subscription(form.text("subscription")) : null;
        String status = form.text("status");
        boolean payments = form.expands("data.payments");
        return StandIn.list(books.invoices.reversed().stream()
                .filter(it -> (there == null ? it.subscription.customer.equals(customer) : it.subscription == there)
                        && it.status.equals(status))
                .limit(form.number("limit"))
                .map(it -> it.json(payments))
                .toList());
    }

    /** It is not collected any more: void when it is open, left alone while it is a draft. */
    private Map<String, Object> withdraw(String id, String expected, StandInForm form) {
        StandInInvoice invoice = books.invoices.stream()
                .filter(it -> it.id.equals(id))
                .findFirst()
                .orElseThrow(() -> StandInRefusal.missing(id));
        boolean draft = "draft".equals(expected);
        if (draft && sendsDrafts) {
            sendsDrafts = false;
            invoice.status = "open";
        }
        if (!invoice.status.equals(expected) || (draft && !"false".equals(form.text("auto_advance")))) {
            throw StandInRefusal.invalid("is " + invoice.status);
        }
        invoice.due = null;
        invoice.status = draft ? "draft" : "void";
        return invoice.json(false);
    }

    private Map<String, Object> invoicePayments(StandInForm form) {
        form.text("payment[type]");
        StandInPayment payment = payment(form.text("payment[payment_intent]"));
        boolean whole = form.expands("data.invoice");
        return StandIn.list(books.invoices.stream()
                .filter(it -> it.payment == payment)
                .flatMap(it -> it.payments(whole ? it.json(false) : it.id).stream())
                .toList());
    }

    private Map<String, Object> disputes(StandInForm form) {
        Map<String, Object> found = books.disputes.get(form.text("payment_intent"));
        return StandIn.list(found == null ? List.of() : List.of(found));
    }
}
