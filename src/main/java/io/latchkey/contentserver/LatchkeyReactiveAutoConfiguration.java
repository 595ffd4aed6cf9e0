package io.latchkey.contentserver;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** The filter of a reactive content server. */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(LatchkeyAccess.class)
public class LatchkeyReactiveAutoConfiguration {

    LatchkeyReactiveAutoConfiguration() {}

    @Bean
    LatchkeyWebFilter latchkeyWebFilter(LatchkeyAccess access) {
        return new LatchkeyWebFilter(access);
    }
}
