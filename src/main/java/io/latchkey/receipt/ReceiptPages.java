package io.latchkey.receipt;

import io.latchkey.receipt.ReceiptLines.Sheet;
import io.latchkey.receipt.ReceiptProofs.Shown;
import io.latchkey.receipt.ReceiptVerification.Chain;
import io.latchkey.receipt.StoredReceipt.Seal;
import io.latchkey.words.Figures;
import io.latchkey.words.InlineStyle;
import io.latchkey.words.Languages;
import io.latchkey.words.Templates;
import io.latchkey.words.Texts;
import java.util.HashMap;
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
            Sheet sealed = new Sheet(show, texts);
            sealed.addIfThere("number", seal.place().number());
            sealed.addIfThere("hash", seal.hash());
            model.put("sealed", sealed.lines());
        }
        return filled("receipt/receipt", show, model);
    }

    /**
     * What came out when the receipt was verified.
     *
     * @param siteName null where the receipt is gone, and nobody knows whose it was
     */
    Mono<String> verification(ReceiptVerification found, Figures show, @Nullable String siteName) {
        Sheet facts = new Sheet(show, texts);
        facts.addIfThere("site", siteName);
        facts.addIfThere("receivedAt", found.receivedAt() == null ? null : show.moment(found.receivedAt()));
        facts.addIfThere("id", found.id());
        facts.addIfThere("number", found.number());
        facts.addIfThere("hash", found.hash());
        facts.addIfThere("previousHash", found.previousHash());
        facts.addIfThere("keyId", found.keyId());
        Map<String, Object> model = new HashMap<>();
        model.put("id", found.id());
        model.put("there", found.kind() != null);
        model.put("valid", found.valid());
        model.put("whole", found.chain() == Chain.WHOLE);
        model.put("lines", facts.lines());
        return filled("receipt/verification", show, model);
    }

    private Mono<String> filled(String template, Figures show, Map<String, Object> model) {
        Locale language = Languages.nearest(show.locale());
        model.put("lang", language.toLanguageTag());
        model.put("style", style.text());
        return templates.fill(template, language, model);
    }
}
