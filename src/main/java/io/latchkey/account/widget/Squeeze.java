package io.latchkey.account.widget;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of the widget what only people need who read it. No general tool: it relies on how the
 * widget's parts are written, with a semicolon behind each statement.
 */
final class Squeeze {

    /** A line that is only comment. A rule for everything begins with a star, but at the margin. */
    private static final Pattern COMMENT = Pattern.compile("(?m)^( *//| */\\*\\*| +\\*).*\\n");

    private static final Pattern COMMENT_BEHIND = Pattern.compile("(?m)(?<=[;,{]) //.*$");
    private static final Pattern INDENTATION = Pattern.compile("(?m)^ +");

    /** Strings, templates and regular expressions stay as they are. */
    private static final Pattern LITERAL = Pattern.compile(
            "'(?:\\\\.|[^'\\\\\\n])*+'|`(?:\\\\.|[^`\\\\])*+`" + "|(?<=[(,=] ?)/(?:\\\\.|[^/\\\\\\n])++/\\w*");

    private static final Pattern SPACE = Pattern.compile(" *([=(){};,:?<>+&|!*\\[\\]]+) *");
    private static final Pattern LINE_END = Pattern.compile("(?<=[;,{(\\[])\\n+|\\n+(?=[)\\].?:&|])");

    /** What the bracket behind it, or before it, says too. */
    private static final Pattern NEEDLESS = Pattern.compile("[;,](?=[}\\])])|(?<=})\\n+");

    private static final Pattern STYLE = Pattern.compile("(?s)(?<=const css = `)[^`$]*+(?=`;)");
    private static final Pattern SPACE_IN_STYLE = Pattern.compile("\\s*([{};])\\s*|(?<=[a-z-]:|,)\\s+");

    private static final Pattern PRIVATE = Pattern.compile("this\\.(#\\w+)");

    private Squeeze() {}

    /** The same script, shorter. */
    static String script(String readable) {
        String bare =
                COMMENT_BEHIND.matcher(COMMENT.matcher(readable).replaceAll("")).replaceAll("");
        return shortNames(tight(INDENTATION.matcher(bare).replaceAll("")));
    }

    /** The same script, with a shorter style sheet in it, if it has one. */
    static String style(String readable) {
        return STYLE.matcher(readable)
                .replaceAll(css -> Matcher.quoteReplacement(
                        SPACE_IN_STYLE.matcher(css.group().strip()).replaceAll("$1")));
    }

    private static String tight(String script) {
        StringBuilder tight = new StringBuilder();
        Matcher literal = LITERAL.matcher(script);
        int end = 0;
        while (literal.find()) {
            tight.append(tightCode(script.substring(end, literal.start()))).append(literal.group());
            end = literal.end();
        }
        return tight.append(tightCode(script.substring(end))).toString();
    }

    private static String tightCode(String code) {
        String narrow = LINE_END.matcher(SPACE.matcher(code).replaceAll("$1")).replaceAll("");
        return NEEDLESS.matcher(narrow).replaceAll("");
    }

    /** What is private has a long name for people only; #a to #Z are enough for all of it. */
    private static String shortNames(String script) {
        List<String> names = PRIVATE.matcher(script)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        List<String> letters = Stream.iterate('A', letter -> (char) (letter + 1))
                .filter(Character::isLetter)
                .limit(names.size())
                .map(letter -> "#" + letter)
                .toList();
        String shorter = script;
        for (int i = 0; i < names.size(); i++) {
            shorter = shorter.replaceAll(names.get(i) + "\\b", letters.get(i));
        }
        return shorter;
    }
}
