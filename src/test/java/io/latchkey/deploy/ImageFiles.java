package io.latchkey.deploy;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Dockerfile says. */
final class ImageFiles {

    static final Path DOCKERFILE = Path.of("src", "main", "docker", "Dockerfile");

    private ImageFiles() {}

    static int exposedPort() {
        return Integer.parseInt(instruction("EXPOSE (\\d+)"));
    }

    /** Whom the last stage runs as. */
    static long user() {
        return Long.parseLong(instruction("USER (\\d+):\\d+"));
    }

    /** The first group of the one line that matches. */
    static String instruction(String pattern) {
        Matcher matcher =
                Pattern.compile("^" + pattern + "$", Pattern.MULTILINE).matcher(Manifests.text(DOCKERFILE));
        if (!matcher.find()) {
            throw new IllegalStateException("the Dockerfile has no " + pattern);
        }
        return matcher.group(1);
    }
}
