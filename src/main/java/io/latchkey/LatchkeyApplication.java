package io.latchkey;

import io.latchkey.scan.Scan;
import io.latchkey.shared.web.LatchkeySettings;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.modulith.Modulithic;

/**
 * Starts the service. The shared modules are the foundations that every room may stand on; Spring
 * Boot's user with a generated password is left out, because no door opens to it.
 */
@SpringBootApplication(exclude = ReactiveUserDetailsServiceAutoConfiguration.class)
@EnableConfigurationProperties(LatchkeySettings.class)
@Modulithic(sharedModules = {"shared", "words", "site", "event", "limit"})
public class LatchkeyApplication {

    /** Runs until the process is told to stop; as {@code scan …}, the leak scanner instead. */
    public static void main(String[] args) {
        List<String> arguments = List.of(args);
        if (!arguments.isEmpty() && arguments.getFirst().equals("scan")) {
            System.exit(Scan.run(arguments.subList(1, args.length), System.out, System.err));
        }
        SpringApplication.run(LatchkeyApplication.class, args);
    }
}
