package io.latchkey.account.home;

import io.latchkey.account.PageLanguage;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.site.Site;
import java.net.URI;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** A reader who is signed in, before one of their pages. */
record Visit(ReaderSession session, Site site, ServerHttpRequest request) {

    ReaderKey reader() {
        return session.reader();
    }

    /** A page of the account, in the language that was chosen by hand. */
    URI at(String page) {
        return at(site, page, request);
    }

    /** The same with something to say at its top. */
    URI at(String page, String name, String value) {
        return at(site, page, request, name, value);
    }

    static URI at(Site site, String page, ServerHttpRequest request, String name, String value) {
        String query = PageLanguage.query(request);
        return URI.create(path(site, page) + (query.isEmpty() ? "?" : query + "&") + name + "=" + value);
    }

    static URI at(Site site, String page, ServerHttpRequest request) {
        return URI.create(path(site, page) + PageLanguage.query(request));
    }

    private static String path(Site site, String page) {
        return "/account/" + site.id().value() + page;
    }
}
