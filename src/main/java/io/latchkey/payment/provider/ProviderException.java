package io.latchkey.payment.provider;

/** The provider did not do what it was asked. The message holds ids at most, no secret. */
public class ProviderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it did not. */
    public enum Reason {
        /** It cannot be reached, so it did nothing: ask again later. */
        UNAVAILABLE,
        /** No answer came that says so, but it may have done it. */
        UNANSWERED,
        /** The reader's bank or card refused to pay. */
        DECLINED,
        /** It will not, however often it is asked. */
        REFUSED,
        /** An event that it did not send, or not lately. */
        FORGED,
        /** There is none: this service sells nothing, or not at the moment. */
        ABSENT
    }

    private final Reason reason;

    public ProviderException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ProviderException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Whether an error says that the provider will not, however often it is asked. */
    public static boolean refuses(Throwable error) {
        return error instanceof ProviderException refusal && refusal.reason == Reason.REFUSED;
    }

    /** Why it did not. */
    public Reason reason() {
        return reason;
    }
}
