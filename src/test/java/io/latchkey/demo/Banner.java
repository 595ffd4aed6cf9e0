package io.latchkey.demo;

/** What is printed once the demo can be used. */
final class Banner {

    private Banner() {}

    static String of(String origin, String folder) {
        return """

            Latchkey's demo is ready. Open this in a browser:

                %1$s/demo/

            1. Read an article of the "Metered" kind; the next asks you to sign in. Do.
            2. You have three unlocks: unlock premium articles until "Unlock left: 0".
            3. Subscribe (a sandbox: no money moves), and read everything.
            4. Your account: cancel, see the receipt, read on until the paid month ends.
            5. At the bottom of each page: the demo's letters, a clock to move, a fresh start.

            The data is kept in %2$s: delete that to begin from nothing. Ctrl-C stops it all.
            """.formatted(origin, folder);
    }
}
