package io.latchkey.payment.provider;

import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;

import java.time.Period;

/**
 * What is billed each period.
 *
 * @param name what the reader sees on the bill
 */
public record PlanOrder(PlanId plan, String name, Price price, Period period) {}
