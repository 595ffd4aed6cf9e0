package io.latchkey.payment.provider;

/** The provider did not do what it was asked. The message holds ids at most, no secret. */
public class ProviderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it did not. */
    public enum Reason {
        /** It does not answer, or not now: ask again later. */
        UNAVAILABLE,
        /** The reader's bank or card refused to pay. */
        DECLINED,
        /** It will not, however often it is asked. */
        REFUSED,
        /** An event that it did not send, or not lately. */
        FORGED
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

    /** Why it did not. */
    public Reason reason() {
        return reason;
    }
}
