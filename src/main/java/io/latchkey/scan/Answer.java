package io.latchkey.scan;

import java.util.List;
import java.util.Map;

/**
 * What the site answered.
 *
 * @param body as text; cut off where it never ends
 */
record Answer(int status, Map<String, List<String>> headers, String body) {

    boolean good() {
        return status / 100 == 2;
    }

    String type() {
        return headers.getOrDefault("content-type", List.of("")).getFirst();
    }
}
