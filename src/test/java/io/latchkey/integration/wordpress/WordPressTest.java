package io.latchkey.integration.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A class whose methods take a {@link WordPress}; all of a run share one. */
@Tag("outside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(WordPressTest.Sharing.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface WordPressTest {

    /** Starts it for the first class that asks; it is stopped at the end of the run. */
    final class Sharing implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

        /** Here and not where it is handed out: there, a skip would count as a failure. */
        @Override
        public void beforeAll(ExtensionContext context) {
            shared(context);
        }

        @Override
        public void afterAll(ExtensionContext context) {
            assertThat(shared(context).complaints()).isEmpty();
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == WordPress.class;
        }

        @Override
        public WordPress resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return shared(context);
        }

        private static WordPress shared(ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(Sharing.class))
                    .computeIfAbsent(WordPress.class, _ -> start(), WordPress.class);
        }

        private static WordPress start() {
            try {
                return WordPress.start(Files.createTempDirectory("wordpress"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
