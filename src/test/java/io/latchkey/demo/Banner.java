package io.latchkey.demo;

/** What is printed once the demo can be used. */
final class Banner {

    private Banner() {}

    static String of(String origin, String folder) {
        return """

        Latchkey's demo is ready. Open this in a browser:

            %1$s/demo/

        1. Read two articles of the "2 free a month" kind; a third is locked.
        2. Unlock it, and two premium ones, until "Unlock left: 0".
        3. Subscribe (a sandbox: no money moves), and read everything.
        4. Your account: cancel, see the receipt, read on until the paid month ends.
        5. At the bottom of each page: move the clock a month, or start over.

        The data is kept in %2$s: delete that to begin from nothing. Ctrl-C stops it all.
        """
                .formatted(origin, folder);
    }
}
