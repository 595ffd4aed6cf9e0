package io.latchkey.contentserver;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** The filter of a servlet content server. */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(LatchkeyAccess.class)
public class LatchkeyServletAutoConfiguration {

    LatchkeyServletAutoConfiguration() {}

    @Bean
    LatchkeyFilter latchkeyFilter(LatchkeyAccess access) {
        return new LatchkeyFilter(access);
    }
}
