package io.latchkey.words;

import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Pages and letters as HTML. Whatever is put into a template is escaped there. */
@Component
public class Templates {

    private final ITemplateEngine templates;

    Templates(ITemplateEngine templates) {
        this.templates = templates;
    }

    /**
     * The template, filled in. Not on an event loop: it is read from a file when it is first used.
     *
     * @param template under {@code templates/}, without its ending
     * @param language of its {@code #{…}}
     */
    public Mono<String> fill(String template, Locale language, Map<String, Object> model) {
        return Mono.fromCallable(() -> templates.process(template, new Context(language, model)))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
