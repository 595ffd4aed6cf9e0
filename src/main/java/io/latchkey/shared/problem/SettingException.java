package io.latchkey.shared.problem;

/** A setting without which the service does not start, and what to do about it. */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /** What is wrong, and what to do; neither holds the setting's value. */
    public SettingException(String wrong, String remedy) {
        super(wrong);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
