import { createHash } from "node:crypto";
import { load } from "gradiometer";
import { beforeEach, describe, expect, it } from "vitest";
import { Kernels, lcg } from "../support/kernels.js";

const STATE_BYTES = 384;
const kernels = new Kernels();
beforeEach(() => {
  kernels.reset();
});

/** The digest of arrays, one behind the other, by the kernel, from a state in which anything may stand. */
function digest(...arrays: readonly Float32Array[]): string {
  const { wasm } = kernels;
  const state = kernels.floats(new Float32Array(STATE_BYTES / 4).fill(Number.NaN));
  wasm.sha256Begin(state.at);
  for (const array of arrays) {
    wasm.sha256Update(state.at, array.length, kernels.floats(array).at);
  }
  wasm.sha256End(state.at);
  expect(state.intact).toBe(true);
  const words = new Uint32Array(kernels.memory.buffer, state.at, 8);
  return Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");
}

const bytesOf = (array: Float32Array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** The digest of the same bytes by OpenSSL. */
function expected(...arrays: readonly Float32Array[]): string {
  const hash = createHash("sha256");
  for (const array of arrays) hash.update(bytesOf(array));
  return hash.digest("hex");
}

const floatsOf = (bytes: Uint8Array) => new Float32Array(Uint8Array.from(bytes).buffer);
const text = (characters: string) => floatsOf(new TextEncoder().encode(characters));
const real = (length: number, seed: number) => Float32Array.from({ length }, lcg(seed).real);

describe("SHA-256 of float32", () => {
  /** The examples of FIPS 180-4 and of NIST's SHA256ShortMsg.rsp whose length is a multiple of 32 bits. */
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
    [
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
    ],
    ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  ])("gives NIST's digest of %.8s…", (message, wanted) => {
    expect(digest(text(message))).toBe(wanted);
  });

  it("gives NIST's digest of the 32 bits 74ba2521", () => {
    const message = floatsOf(Uint8Array.of(0x74, 0xba, 0x25, 0x21));
    expect(digest(message)).toBe("b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e");
  });

  it("pads every length from 0 to 4 blocks, those around 56 and 64 bytes among them", () => {
    for (let n = 0; n <= 66; n++) {
      kernels.reset();
      expect(digest(real(n, n)), `${4 * n} bytes`).toBe(expected(real(n, n)));
    }
  });

  it("is that of the numbers one behind the other, however they are cut", () => {
    const { integer } = lcg(5);
    const arrays = Array.from({ length: 400 }, (_, index) => real(Math.abs(integer(40)), index));
    expect(digest(...arrays)).toBe(expected(...arrays));
    const whole = real(200, 9);
    for (let cut = 0; cut <= 64; cut++) {
      kernels.reset();
      expect(digest(whole.subarray(0, cut), whole.subarray(cut)), `cut at ${cut}`).toBe(expected(whole));
    }
  });

  it("keeps −0, ±∞, subnormal and the largest numbers as they are", () => {
    const edges = Float32Array.of(-0, 0, Infinity, -Infinity, 1e-45, -1e-45, 3.4028234663852886e38, 1.1754942e-38);
    expect(digest(edges)).toBe(expected(edges));
  });

  it("takes every NaN for 0x7fc00000, at every place of a block", () => {
    const canonical = real(35, 3);
    const written = real(35, 3);
    const bits = new Uint32Array(written.buffer);
    const patterns = [0x7fc00000, 0xffc00000, 0x7f800001, 0xff800001, 0x7fffffff, 0xffffffff, 0x7fc0beef];
    for (let i = 0; i < written.length; i++) {
      bits[i] = patterns[i % patterns.length] ?? 0;
      new Uint32Array(canonical.buffer)[i] = 0x7fc00000;
      kernels.reset();
      expect(digest(written), `up to ${i}`).toBe(expected(canonical));
    }
  });
});

describe("hash()", () => {
  it("is the digest of the parameters in order, and leaves them and the next step alone", async () => {
    const lab = await load();
    using network = lab.mlp({ sizes: [3, 7, 5, 2], activation: "tanh", init: "glorot-normal", seed: 2 });
    using other = lab.mlp({ sizes: [3, 7, 5, 2], activation: "tanh", init: "glorot-normal", seed: 2 });
    const tensors = network.parameters().map(({ values }) => values);
    expect(network.hash()).toBe(expected(...tensors));
    expect(network.hash()).toBe(expected(...tensors));
    expect(network.parameters().map(({ values }) => values)).toEqual(tensors);
    const x = Float32Array.of(0.1, 0.2, 0.3);
    expect(network.backward(x, [0, 1], "mean-squared-error")).toEqual(other.backward(x, [0, 1], "mean-squared-error"));
  });
});
