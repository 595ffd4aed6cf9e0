package io.latchkey.testing;

import java.util.List;
import java.util.stream.IntStream;

/** Names of headers, as readers may write them. */
public final class HeaderNames {

    private HeaderNames() {}

    /** All spellings that are one name to a server which takes {@code _} for {@code -}. */
    public static List<String> spellings(String name) {
        int[] dashes = IntStream.range(0, name.length())
                .filter(at -> name.charAt(at) == '-')
                .toArray();
        return IntStream.range(0, 1 << dashes.length)
                .mapToObj(some -> {
                    StringBuilder spelled = new StringBuilder(name);
                    IntStream.range(0, dashes.length)
                            .filter(each -> (some & 1 << each) != 0)
                            .forEach(each -> spelled.setCharAt(dashes[each], '_'));
                    return spelled.toString();
                })
                .toList();
    }
}
