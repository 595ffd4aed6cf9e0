package io.latchkey.demo;

import io.latchkey.LatchkeyApplication;
import io.latchkey.testing.Api;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the service, its own PostgreSQL and the demo's newspaper: {@code mvn
 * spring-boot:test-run}. {@code SERVER_PORT} chooses another port than 8080, {@code
 * LATCHKEY_DEMO_DATA} another folder for the data than {@code .latchkey-demo}.
 */
public final class DemoApplication {

    private static final String FOLDER_VARIABLE = "LATCHKEY_DEMO_DATA";

    private DemoApplication() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] args) {
        String folder = System.getenv().getOrDefault(FOLDER_VARIABLE, ".latchkey-demo");
        ConfigurableApplicationContext demo = start(Path.of(folder), args);
        System.out.println(Banner.of(demo.getBean(Publisher.class).origin(), folder));
    }

    /** The demo on the data of this folder, published and ready to be clicked through. */
    static ConfigurableApplicationContext start(Path folder, String... args) {
        DemoFolder data = DemoFolder.open(folder.toAbsolutePath().normalize());
        DemoDatabase database = DemoDatabase.start(data);
        Mailbox mailbox = Mailbox.open();
        SpringApplication application = new SpringApplication(LatchkeyApplication.class, DemoSite.class);
        // The demo's buttons hold the operator's rights, so nobody else on the network gets them.
        application.setDefaultProperties(Map.of("server.address", "localhost"));
        application.addInitializers(context -> prepare((GenericApplicationContext) context, data, database, mailbox));
        ConfigurableApplicationContext context;
        try {
            context = application.run(args);
        } catch (RuntimeException e) {
            mailbox.close();
            database.close();
            data.close();
            System.err.printf(
                    "%nThe demo did not start. Where its data is of an older version (a changed"
                            + " migration), delete %s and start again.%n",
                    folder);
            throw e;
        }
        try {
            context.getBean(Publisher.class).publish();
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
        return context;
    }

    private static void prepare(
            GenericApplicationContext context, DemoFolder data, DemoDatabase database, Mailbox mailbox) {
        String port = context.getEnvironment().getProperty("server.port", "8080");
        String origin = "http://localhost:" + port;
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "demo",
                        Map.of(
                                "latchkey.database-url", database.url(),
                                "latchkey.issuer", origin,
                                "latchkey.operator-key", data.operatorKey(),
                                "latchkey.master-key", data.masterKey(),
                                "latchkey.payment-provider", "sandbox",
                                "spring.mail.host", "127.0.0.1",
                                "spring.mail.port", mailbox.port())));
        // Registered first and so destroyed last: requests in flight still find their database.
        DefaultListableBeanFactory beans = context.getDefaultListableBeanFactory();
        beans.registerDisposableBean("demoData", () -> {
            mailbox.close();
            database.close();
            data.close();
        });
        Newspaper newspaper = Newspaper.load();
        beans.registerSingleton("newspaper", newspaper);
        beans.registerSingleton("mailbox", mailbox);
        beans.registerSingleton("publisher", new Publisher(new Api(URI.create(origin)), origin, data, newspaper));
    }
}
