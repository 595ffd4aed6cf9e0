package io.latchkey.payment.promo;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.web.Input;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A promo code as readers type it.
 *
 * @param value in capitals, whatever came
 */
public record PromoCodeId(@JsonValue String value) implements Comparable<PromoCodeId> {

    private static final Pattern SHAPE = Pattern.compile("[A-Z0-9-]{3,40}");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+");

    /**
     * The code that somebody typed or pasted, blanks and all: no code holds any. Null when nothing
     * is left; refuses what is not a promo code.
     */
    @JsonCreator
    public static @Nullable PromoCodeId typed(@Nullable String value) {
        String code = value == null ? "" : BLANKS.matcher(value).replaceAll("");
        return code.isEmpty() ? null : new PromoCodeId(code);
    }

    /** Refuses what is not a promo code. */
    public PromoCodeId(@Nullable String value) {
        this.value = Input.matching("promoCode", value == null ? null : value.toUpperCase(Locale.ROOT), SHAPE);
    }

    static PromoCodeId inPath(String value) {
        try {
            return new PromoCodeId(value);
        } catch (Problem refused) {
            throw RequestProblem.INVALID_PATH.because(
                    "The promo code in the path must match " + SHAPE.pattern() + "; small letters count as capitals.");
        }
    }

    @Override
    public int compareTo(PromoCodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
