package io.latchkey.contentserver;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/** Gives every request of a servlet content server its {@link Visit}. */
final class LatchkeyFilter extends OncePerRequestFilter {

    private final LatchkeyAccess access;

    LatchkeyFilter(LatchkeyAccess access) {
        this.access = access;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        PersonalResponse answer = new PersonalResponse(response);
        request.setAttribute(Visit.ATTRIBUTE, new Visit(access, token(request), answer::becomePersonal));
        chain.doFilter(request, answer);
    }

    private static @Nullable String token(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, Credentials.COOKIE);
        return Credentials.token(
                request.getHeader(HttpHeaders.AUTHORIZATION), cookie == null ? null : cookie.getValue());
    }
}
