package io.latchkey;

import io.latchkey.shared.LatchkeySettings;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.modulith.Modulithic;

/**
 * Starts the service. The shared modules are the foundations that every room may stand on. Spring
 * Boot's user with a generated password is left out: nobody signs in with it, and it was logged.
 */
@SpringBootApplication(exclude = ReactiveUserDetailsServiceAutoConfiguration.class)
@EnableConfigurationProperties(LatchkeySettings.class)
@Modulithic(sharedModules = {"shared", "site", "event"})
public class LatchkeyApplication {

    /** Runs until the process is told to stop. */
    public static void main(String[] args) {
        SpringApplication.run(LatchkeyApplication.class, args);
    }
}
