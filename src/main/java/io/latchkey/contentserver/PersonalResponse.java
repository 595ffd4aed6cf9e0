package io.latchkey.contentserver;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.springframework.http.HttpHeaders;

/**
 * An answer that may become one reader's: from then on nothing else is said about keeping it,
 * whatever a page says afterwards.
 */
final class PersonalResponse extends HttpServletResponseWrapper {

    private boolean personal;

    PersonalResponse(HttpServletResponse response) {
        super(response);
    }

    void becomePersonal() {
        personal = true;
        if (containsHeader(HttpHeaders.EXPIRES)) {
            // In the past (RFC 9111, section 5.3); not every container takes a header back.
            super.setHeader(HttpHeaders.EXPIRES, "0");
        }
        super.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
    }

    private boolean settled(String name) {
        return personal
                && (HttpHeaders.CACHE_CONTROL.equalsIgnoreCase(name) || HttpHeaders.EXPIRES.equalsIgnoreCase(name));
    }

    @Override
    public void setHeader(String name, String value) {
        if (!settled(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!settled(name)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (!settled(name)) {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (!settled(name)) {
            super.addDateHeader(name, date);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (!settled(name)) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (!settled(name)) {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void reset() {
        super.reset();
        if (personal) {
            becomePersonal();
        }
    }
}
