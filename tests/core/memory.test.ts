import { load } from "gradiometer";
import { describe, expect, it } from "vitest";
import { Arena } from "../../sdk/core/arena.js";

describe("memory", () => {
  it("of a network is parameters × 2, activations × 3 and a workspace", async () => {
    const lab = await load();
    const empty = lab.memory().used;
    const sizes = [64, 256, 256, 10];
    const batch = 128;
    const network = lab.mlp({ sizes });
    const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
    const y = Float32Array.from({ length: batch * 10 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    trainer.step(new Float32Array(batch * 64), y);
    const parameters = network.parameters().reduce((sum, { values }) => sum + values.length, 0);
    const activations = batch * sizes.reduce((sum, n) => sum + n, 0);
    expect(empty).toBeLessThan(2 ** 20);
    expect(lab.memory().used).toBeLessThanOrEqual(4 * (2 * parameters + 3 * activations) + 2 ** 21);
    network.dispose();
    expect(lab.memory().used).toBe(empty);
    expect(lab.memory().bytes).toBeLessThan(4 * (2 * parameters + 3 * activations) + 2 ** 21);
  });

  it("is used again: batches and networks of changing size do not pile up", async () => {
    const lab = await load();
    const run = (round: number): void => {
      using network = lab.mlp({ sizes: [3, 5 + (round % 7), 2] });
      for (const batch of [1, 50, 7]) network.forward(new Float32Array(3 * batch));
    };
    for (let round = 0; round < 50; round++) run(round);
    const { bytes, used } = lab.memory();
    for (let round = 0; round < 2000; round++) run(round);
    expect(lab.memory()).toEqual({ bytes, used });
  });

  it("grows by the pages that the open end of it lacks, and by none that it has", () => {
    const page = 65536;
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 64 });
    const arena = new Arena(memory, 0);
    const pages = (): number => memory.buffer.byteLength / page;
    const first = arena.allocate(64, "first");
    expect([first, pages()]).toEqual([0, 2]);
    // 1088 bytes keep large blocks apart: two pages are open but for the first 64 bytes, and this fills three to their end.
    const second = arena.allocate(3 * page - 64 - 1088, "second");
    expect([second, pages()]).toEqual([64, 3]);
    // Nothing is open at the end now: a whole page for 64 bytes more.
    const third = arena.allocate(64, "third");
    expect([third, pages()]).toEqual([3 * page, 4]);
    // A hole before the end does not count as open.
    arena.release(second);
    expect(arena.allocate(5 * page, "fourth")).toBe(3 * page + 64);
    expect([pages(), arena.bytes]).toEqual([9, 9 * page]);
    expect(arena.allocate(2 * page, "in the hole")).toBe(64);
    expect(pages()).toBe(9);
  });

  it("is one piece again when all of it was given back, in whatever order", () => {
    const page = 65536;
    const orders = [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1], [0, 2, 1, 3]]; // prettier-ignore
    for (const order of orders) {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 64 });
      const arena = new Arena(memory, 0);
      const blocks = [1, 2, 3, 4].map((pages) => arena.allocate(pages * page, "block"));
      const { bytes } = arena;
      for (const block of order) arena.release(blocks[block]!);
      // All that there is, but for what keeps large blocks apart.
      arena.allocate(bytes - 2048, "all");
      expect(arena.bytes).toBe(bytes);
    }
  });

  it("comes zeroed and apart, whatever was written, released and grown before", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 512 });
    const arena = new Arena(memory, 100);
    let state = 1;
    const random = (below: number): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
    /** Every byte of a block, with what it was filled with. */
    const held: { at: number; bytes: number; mark: number }[] = [];
    const bytesOf = (at: number, bytes: number) => Buffer.from(memory.buffer, at, bytes);
    const fill = (at: number, bytes: number): number => {
      const mark = 1 + random(255);
      bytesOf(at, bytes).fill(mark);
      return mark;
    };
    const zero = (at: number, bytes: number): boolean => bytesOf(at, bytes).equals(Buffer.alloc(bytes));
    let faults = 0;
    for (let round = 0; round < 5000; round++) {
      const bytes = 1 + random([64, 3000, 9000, 200_000][random(4)]!);
      const action = random(5);
      if (action < 2 && held.length < 60) {
        const at = arena.allocate(bytes, "block");
        if (at % 64 !== 0 || !zero(at, bytes)) faults++;
        held.push({ at, bytes, mark: fill(at, bytes) });
      } else if (action === 2) {
        arena.scratch(bytes, "scratch", (at) => {
          if (!zero(at, bytes)) faults++;
          fill(at, bytes);
        });
      } else {
        const [block] = held.splice(random(held.length), 1);
        if (!block) continue;
        if (!bytesOf(block.at, block.bytes).equals(Buffer.alloc(block.bytes, block.mark))) faults++;
        arena.release(block.at);
        if (random(2)) arena.release(block.at); // nothing the second time
      }
    }
    expect(faults).toBe(0);
    expect(memory.buffer.byteLength).toBeGreaterThan(2 ** 20);
    for (const { at } of held) arena.release(at);
    expect(arena.used).toBe(0);
  });
});
