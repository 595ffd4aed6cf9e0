package io.latchkey.contentserver;

import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The verifier, where {@code latchkey.content-server.site} says whose content server this is. */
@AutoConfiguration
@ConditionalOnProperty("latchkey.content-server.site")
@EnableConfigurationProperties(ContentServerSettings.class)
public class LatchkeyAutoConfiguration {

    LatchkeyAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    LatchkeyAccess latchkeyAccess(ContentServerSettings settings) {
        return new LatchkeyAccess(settings, InstantSource.system());
    }
}
