package io.latchkey.integration.wordpress;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the newspaper's posts say. */
final class Texts {

    /** In the rest of every post that is not free, and nowhere else. */
    static final String SECRET = "the heron-grey bittern boomed";

    /** At the beginning of every post. */
    static final String START = "The harbour office has kept its tide book since the long frost";

    private Texts() {}

    /** A post of the block editor, with as much in it that holds words as there is. */
    static String blocks() {
        return paragraph(START + ", and nobody asked who drew the small birds in it.")
                + paragraph("There are four hundred and twelve of them.")
                + paragraph("Then " + SECRET + ", and the tide went out. " + filling())
                + """
                <!-- wp:heading --><h2>Where SECRET</h2><!-- /wp:heading -->
                <!-- wp:image --><figure class="wp-block-image"><img src="/birds.png" alt="SECRET" />\
                <figcaption>SECRET</figcaption></figure><!-- /wp:image -->
                <!-- wp:quote --><blockquote class="wp-block-quote"><p>SECRET</p></blockquote>\
                <!-- /wp:quote -->
                <!-- wp:group --><div class="wp-block-group"><!-- wp:paragraph --><p>SECRET</p>\
                <!-- /wp:paragraph --></div><!-- /wp:group -->
                <!-- wp:html --><audio src="/bittern.mp3" title="SECRET"></audio><!-- /wp:html -->
                """.replace("SECRET", SECRET).strip();
    }

    /** A post of the classic editor. */
    static String classic() {
        return START
                + ", with a backslash \\ in it.\n\n<!--more-->\n\nThen "
                + SECRET
                + ".\n\n"
                + "[caption width=\"9\"]<img src=\"/birds.png\"> "
                + SECRET
                + "[/caption]\n\n"
                + "<!--nextpage-->\n\nOn the second page "
                + SECRET
                + ".";
    }

    /** A post for everybody: what is secret elsewhere must not be found here. */
    static String open() {
        return START + ", and everybody may read it to its end.";
    }

    private static String paragraph(String text) {
        return "<!-- wp:paragraph -->\n<p>" + text + "</p>\n<!-- /wp:paragraph -->\n\n";
    }

    private static String filling() {
        return "It came again over the stones and the sand, as it had every day. ".repeat(8);
    }

    /** In letters that no program reads anything into. */
    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
