package io.latchkey.account;

import io.latchkey.words.Texts;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Which words of the pages say a refusal. */
@Component
public class ProblemWords {

    private static final Pattern CODE = Pattern.compile("[a-z-]{1,60}");

    private final Texts texts;

    ProblemWords(Texts texts) {
        this.texts = texts;
    }

    /** The key of its own words, or of those for all of its kind. */
    public String key(String code, HttpStatus status) {
        String own = "problem." + code;
        return known(code) ? own : status.is5xxServerError() ? "problem.ours" : "problem.yours";
    }

    /** Whether a code that anybody can have written has words of its own. */
    public boolean known(String code) {
        return CODE.matcher(code).matches() && texts.have("problem." + code);
    }
}
