package io.latchkey.account.widget;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.springframework.core.io.ClassPathResource;

/**
 * The widget as one ES module, joined from its parts without a build: they import only each other,
 * and what one exports has a name of its own in all of them.
 */
final class WidgetModule {

    private static final String FOLDER = "io/latchkey/account/widget/";

    /** Each after those that it imports; only the last one's exports are the module's. */
    private static final List<String> INNER = List.of("texts", "words", "style", "view", "memory", "reader", "page");

    private static final String OUTERMOST = "paywall";

    private static final Pattern IMPORT = Pattern.compile("(?m)^import .* from '\\./.*';\\n");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (?=(const|class|function|async) )");

    private final byte[] plain;
    private final byte[] gzipped;

    private WidgetModule(byte[] plain) {
        this.plain = plain;
        this.gzipped = gzip(plain);
    }

    /** As browsers run it: without what only people read. */
    byte[] plain() {
        return plain.clone();
    }

    /** The same, compressed once and for all. */
    byte[] gzipped() {
        return gzipped.clone();
    }

    static WidgetModule load() {
        String inner = INNER.stream()
                .map(WidgetModule::part)
                .map(part -> EXPORT.matcher(part).replaceAll(""))
                .collect(Collectors.joining());
        String joined = IMPORT.matcher(inner + part(OUTERMOST)).replaceAll("");
        return new WidgetModule(
                Squeeze.script(Squeeze.style(TextTable.shortened(joined))).getBytes(StandardCharsets.UTF_8));
    }

    private static String part(String name) {
        try {
            return new ClassPathResource(FOLDER + name + ".js").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new BestGzip(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** At the level that costs most, because it is paid once. */
    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
