package io.latchkey.scan;

import io.latchkey.scan.site.Web;
import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** The command {@code scan}. */
public final class Scan {

    /** Nothing leaks. */
    static final int CLEAN = 0;

    /** Something does. */
    static final int LEAKS = 1;

    /** It cannot be told. */
    static final int FAILED = 2;

    private Scan() {}

    /**
     * Runs it.
     *
     * @param arguments what follows the command's name
     * @param out for the report
     * @param err for progress and complaints
     * @return the process's exit code: 0 when nothing leaks, 1 when something does, 2 when it
     *     cannot be told
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        ScanOptions options;
        try {
            options = ScanOptions.parse(arguments);
        } catch (ScanException e) {
            err.println(e.getMessage());
            err.println();
            err.print(ScanOptions.USAGE);
            return FAILED;
        }
        try {
            return run(options, out, err);
        } catch (ScanException e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (RuntimeException | Error e) {
            // Whatever it is: 1 would say that something leaks, and this says nothing.
            err.println("The scan was not finished, and nothing can be told: "
                    + e.toString().lines().findFirst().orElse(""));
            return FAILED;
        }
    }

    private static int run(ScanOptions options, PrintStream out, PrintStream err) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        try (Web web = new Web(options.atOnce())) {
            Findings findings = new Scanner(options, web, new Progress(err, terminal)).scan();
            out.print(TextReport.of(findings));
            if (options.junit() != null) {
                new XmlReport(findings).write(options.junit());
            }
            int verdict = findings.verdict();
            if (verdict == FAILED) {
                findings.untold().stream()
                        .findFirst()
                        .ifPresent(missed -> err.println("Cannot tell of " + missed.address() + ": " + missed.why()));
            }
            return verdict;
        }
    }
}
