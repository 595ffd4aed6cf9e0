package io.latchkey.shared.web;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are out in the open: those that the registries of special-purpose addresses (RFC
 * 6890) do not hold back. Anything else could be a neighbour of this service that trusts it.
 */
final class PublicAddresses {

    /** What of IPv4 is not: this network, private, shared, loopback, link-local, documentation. */
    private static final List<Block> CLOSED_4 = List.of(
            Block.v4(0, 0, 0, 8),
            Block.v4(10, 0, 0, 8),
            Block.v4(100, 64, 0, 10),
            Block.v4(127, 0, 0, 8),
            Block.v4(169, 254, 0, 16),
            Block.v4(172, 16, 0, 12),
            Block.v4(192, 0, 0, 24),
            Block.v4(192, 0, 2, 24),
            Block.v4(192, 88, 99, 24),
            Block.v4(192, 168, 0, 16),
            Block.v4(198, 18, 0, 15),
            Block.v4(198, 51, 100, 24),
            Block.v4(203, 0, 113, 24),
            // Multicast (RFC 5771), and what is reserved above it with the broadcast.
            Block.v4(224, 0, 0, 3));

    /**
     * Global unicast (RFC 4291, section 2.5.4). Loopback, mapped, local and multicast lie outside.
     */
    private static final Block GLOBAL = Block.v6(0x20, 0x00, 0, 0, 3);

    /**
     * IETF protocols with Teredo and benchmarks, documentation, 6to4 (RFC 7526: no more in use).
     */
    private static final List<Block> CLOSED_6 = List.of(
            Block.v6(0x20, 0x01, 0x00, 0x00, 23),
            Block.v6(0x20, 0x01, 0x0d, 0xb8, 32),
            Block.v6(0x20, 0x02, 0x00, 0x00, 16),
            Block.v6(0x3f, 0xff, 0x00, 0x00, 20));

    private static final int V4_BYTES = 4;

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == V4_BYTES) {
            return openV4(bytes);
        }
        // What a NAT64 stands for is what is reached through it (RFC 6052, section 2.1).
        if (throughNat64(bytes)) {
            return openV4(Arrays.copyOfRange(bytes, 12, 16));
        }
        return GLOBAL.holds(bytes) && CLOSED_6.stream().noneMatch(block -> block.holds(bytes));
    }

    private static boolean openV4(byte[] bytes) {
        return CLOSED_4.stream().noneMatch(block -> block.holds(bytes));
    }

    private static boolean throughNat64(byte[] bytes) {
        return new Block(new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, 96).holds(bytes);
    }

    /** A range of addresses: its first bytes, and how many bits of them count. */
    private static final class Block {

        private final byte[] start;
        private final int bits;

        Block(byte[] start, int bits) {
            this.start = start;
            this.bits = bits;
        }

        static Block v4(int first, int second, int third, int bits) {
            return new Block(new byte[] {(byte) first, (byte) second, (byte) third, 0}, bits);
        }

        static Block v6(int first, int second, int third, int fourth, int bits) {
            return new Block(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth}, bits);
        }

        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
