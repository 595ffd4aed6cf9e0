package io.latchkey.scan.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** A body is unpacked as far as it goes, and no further than is read of one that is not packed. */
class BodyTests {

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(all)) {
            out.write(bytes);
        }
        return all.toByteArray();
    }

    private static Body of(byte[] bytes) throws IOException {
        return Body.of(new ByteArrayInputStream(bytes));
    }

    @Test
    void cutsWhatIsTooLongAndSaysSo() throws IOException {
        byte[] most = new byte[Body.LARGEST];
        assertThat(of(packed(most)).cut()).isFalse();
        for (byte[] longer : new byte[][] {new byte[Body.LARGEST + 1], packed(new byte[Body.LARGEST + 1])}) {
            Body body = of(longer);
            assertThat(body.cut()).isTrue();
            assertThat(body.text().length()).isEqualTo(Body.LARGEST);
        }
    }

    @Test
    void readsWhatThereIsOfAPieceAndTakesNothingForPackedByItsFirstBytesAlone() throws IOException {
        byte[] text = "the eels came back ".repeat(5000).getBytes(StandardCharsets.UTF_8);
        byte[] packed = packed(text);
        Body piece = of(Arrays.copyOf(packed, packed.length - 12));
        assertThat(piece.cut()).isTrue();
        assertThat(piece.text()).startsWith("the eels came back the eels");
        assertThat(of(new byte[] {0x1f, (byte) 0x8b, 'e', 'e', 'l'}).text()).endsWith("eel");
        assertThat(of(new byte[] {0x1f}).cut()).isFalse();
    }
}
