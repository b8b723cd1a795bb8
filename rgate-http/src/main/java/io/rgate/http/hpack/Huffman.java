package io.rgate.http.hpack;

/**
 * Decodes the Huffman code of RFC 7541, Appendix B, four bits at a time.
 *
 * <p>The code is canonical: codes of the same length are numbered in the order of their bytes. So
 * the lengths tell all of it.
 */
final class Huffman {
  private static final int EOS = 256;

  /** The length of the code of each byte and of EOS, as a letter: A is 1, Z is 26, a is 27. */
  private static final String LENGTHS =
      "MWbbbbbbbXdbbdbbbbbbbbdbbbbbbbbbFJJLMFHKJJHKHFFFEEEFFFFFFFGHOFLJ"
          + "MFGGGGGGGGGGGGGGGGGGGGGGHGHMSMNFOEFEFEFFFEGGFFFEFGFEEFGGGGGOKNMb"
          + "TVTTVVVWVWWWWWXWXXVWXWWWWUVWVWWXVUTVVWWUWVVXUVWWUUVUWVWWTVVVWVVW"
          + "ZZTSVWVYZZZaaZXYSUZaaZaXUUZZbaaaTXTUVUUWVVYYXXZWZaZZaaaaabaaaaaZ"
          + "d";

  private static final int LONGEST = 30;
  private static final int EMITS = 1 << 16;
  private static final int FAILS = 1 << 17;

  /**
   * For each state and each four bits: the next state, the flags, and the byte that is complete in
   * bits 8 to 15. A state is a node of the code's tree that is no leaf; there are 256.
   */
  private static final int[] STEPS = new int[256 * 16];

  /** Whether a text may end in that state: after fewer than eight bits, all of them 1. */
  private static final boolean[] ENDS = new boolean[256];

  static {
    Tree tree = new Tree();
    for (int state = 0; state < 256; state++) {
      for (int bits = 0; bits < 16; bits++) {
        STEPS[state * 16 + bits] = tree.step(state, bits);
      }
    }
    int state = 0;
    for (int i = 0; i < 8; i++) {
      ENDS[state] = true;
      state = tree.child[state][1];
    }
  }

  private Huffman() {}

  /** The code's tree; a child below 0 is a leaf, -1 for byte 0. */
  private static final class Tree {
    private final int[][] child = new int[256][2];
    private int nodes = 1;

    private Tree() {
      int code = 0;
      for (int length = 1; length <= LONGEST; length++) {
        code <<= 1;
        for (int symbol = 0; symbol <= EOS; symbol++) {
          if (length(symbol) == length) {
            add(symbol, code++, length);
          }
        }
      }
    }

    private static int length(int symbol) {
      char letter = LENGTHS.charAt(symbol);
      return letter <= 'Z' ? letter - 'A' + 1 : letter - 'a' + 27;
    }

    private void add(int symbol, int code, int length) {
      int node = 0;
      for (int i = length - 1; i > 0; i--) {
        int bit = code >> i & 1;
        if (child[node][bit] == 0) {
          child[node][bit] = nodes++;
        }
        node = child[node][bit];
      }
      child[node][code & 1] = -1 - symbol;
    }

    private int step(int from, int bits) {
      int state = from;
      int result = 0;
      for (int i = 3; i >= 0; i--) {
        state = child[state][bits >> i & 1];
        if (state < 0) {
          int symbol = -1 - state;
          if (symbol == EOS) {
            return FAILS;
          }
          result = EMITS | symbol << 8;
          state = 0;
        }
      }
      return result | state;
    }
  }

  /**
   * Decodes {@code bytes} from {@code from} up to {@code to} into {@code target}, which has room
   * for two bytes for each one.
   *
   * @return how many bytes it is; -1 if it is no valid text
   */
  static int decode(byte[] bytes, int from, int to, byte[] target) {
    int state = 0;
    int size = 0;
    for (int i = from; i < to; i++) {
      int step = STEPS[state << 4 | (bytes[i] >> 4 & 15)];
      if ((step & EMITS) != 0) {
        target[size++] = (byte) (step >> 8);
      }
      int second = STEPS[(step & 255) << 4 | (bytes[i] & 15)];
      if ((second & EMITS) != 0) {
        target[size++] = (byte) (second >> 8);
      }
      if (((step | second) & FAILS) != 0) {
        return -1;
      }
      state = second & 255;
    }
    return ENDS[state] ? size : -1;
  }
}
