package io.latchkey.site;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.latchkey.shared.web.Input;
import java.util.regex.Pattern;

/** The id of a site, chosen by the operator. */
public record SiteId(@JsonValue String value) {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{1,62}");

    /** Refuses what is not a site id. */
    @JsonCreator
    public SiteId {
        Input.matching("site", value, SHAPE);
    }

    @Override
    public String toString() {
        return value;
    }
}
