package io.latchkey.scan;

import java.io.PrintStream;

/** Tells on the terminal how far the scan is; elsewhere a line for every tenth of the way. */
final class Progress {

    private static final int WIDTH = 30;
    private static final int TENTHS = 10;

    private final PrintStream out;
    private final boolean terminal;
    private int all;
    private int done;
    private int leaks;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void begin(int articles) {
        all = articles;
        if (all > 0) {
            show();
        }
    }

    void done(Findings.Article article) {
        int tenth = done * TENTHS / all;
        done++;
        leaks += article.leaks().size();
        if (terminal || done * TENTHS / all > tenth) {
            show();
        }
    }

    private void show() {
        int filled = done * WIDTH / all;
        String line = "[%s%s] %d of %d articles, %d leaks"
                .formatted("#".repeat(filled), "-".repeat(WIDTH - filled), done, all, leaks);
        if (terminal) {
            out.print("\r" + line + (done == all ? "\n" : ""));
        } else {
            out.println(line);
        }
        out.flush();
    }
}
