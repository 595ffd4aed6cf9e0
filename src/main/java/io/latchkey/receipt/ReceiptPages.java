package io.latchkey.receipt;

import io.latchkey.receipt.ReceiptLines.Line;
import io.latchkey.receipt.ReceiptProofs.Shown;
import io.latchkey.receipt.ReceiptVerification.Chain;
import io.latchkey.receipt.StoredReceipt.Seal;
import io.latchkey.words.Figures;
import io.latchkey.words.InlineStyle;
import io.latchkey.words.Languages;
import io.latchkey.words.Templates;
import io.latchkey.words.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The receipt as a page to read and print, and the page that says whether it is as it was signed. A
 * reader's own words are on neither: anyone may see.
 */
@Component
class ReceiptPages {

    private final Templates templates;
    private final Texts texts;
    private final InlineStyle style = InlineStyle.of("receipt/receipt.css");

    ReceiptPages(Templates templates, Texts texts) {
        this.templates = templates;
        this.texts = texts;
    }

    /** Nothing counts but the pages' own style, and no script runs (CSP Level 3). */
    String policy() {
        return "default-src 'none'; style-src " + style.source()
                + "; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    }

    Mono<String> receipt(Shown shown, Figures show, String siteName) {
        StoredReceipt stored = shown.stored();
        Map<String, Object> model = new HashMap<>();
        model.put("id", stored.id());
        model.put("lines", ReceiptLines.of(stored.receipt(), show, siteName, texts));
        model.put("state", shown.state().word());
        Seal seal = stored.seal();
        if (seal != null) {
            Lines sealed = new Lines(show);
            sealed.add("number", seal.place().number());
            sealed.add("hash", seal.hash());
            model.put("sealed", sealed.lines);
        }
        return filled("receipt/receipt", show, model);
    }

    /**
     * What came out when the receipt was verified.
     *
     * @param siteName null where the receipt is gone, and nobody knows whose it was
     */
    Mono<String> verification(ReceiptVerification found, Figures show, @Nullable String siteName) {
        Lines facts = new Lines(show);
        facts.add("site", siteName);
        facts.add("receivedAt", found.receivedAt() == null ? null : show.moment(found.receivedAt()));
        facts.add("id", found.id());
        facts.add("number", found.number());
        facts.add("hash", found.hash());
        facts.add("previousHash", found.previousHash());
        facts.add("keyId", found.keyId());
        Map<String, Object> model = new HashMap<>();
        model.put("id", found.id());
        model.put("there", found.kind() != null);
        model.put("valid", found.valid());
        model.put("whole", found.chain() == Chain.WHOLE);
        model.put("lines", facts.lines);
        return filled("receipt/verification", show, model);
    }

    private Mono<String> filled(String template, Figures show, Map<String, Object> model) {
        Locale language = Languages.nearest(show.locale());
        model.put("lang", language.toLanguageTag());
        model.put("style", style.text());
        return templates.fill(template, language, model);
    }

    /** Facts, each where it is known. */
    private final class Lines {

        private final Locale locale;
        private final List<Line> lines = new ArrayList<>();

        Lines(Figures show) {
            this.locale = show.locale();
        }

        void add(String key, @Nullable Object fact) {
            if (fact != null) {
                lines.add(new Line(texts.say("receipt." + key, locale), fact.toString()));
            }
        }
    }
}
