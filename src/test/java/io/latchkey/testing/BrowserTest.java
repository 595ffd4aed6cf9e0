package io.latchkey.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A class whose methods take a {@link Browser}. There is no other way to one, so that every test
 * that drives a browser carries the tag by which a run leaves them all out.
 */
@Tag("browser")
@Tag("outside")
@ExtendWith(BrowserTest.Sharing.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface BrowserTest {

    /** Starts the browser for the first class that asks; it is closed at the end of the run. */
    final class Sharing implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

        /** Here and not where it is handed out: there, a skip would count as a failure. */
        @Override
        public void beforeAll(ExtensionContext context) {
            browser(context);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            browser(context).leave();
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Browser.class;
        }

        @Override
        public Browser resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return browser(context);
        }

        private static Browser browser(ExtensionContext context) {
            Store store = context.getRoot().getStore(Namespace.create(Sharing.class));
            return store.computeIfAbsent(Browser.class, _ -> Browser.start(), Browser.class);
        }
    }
}
