import type { Load } from "./load.js";

/** Bytes of the JavaScript heap, as far as a runtime tells. */
interface Heap {
  process?: { memoryUsage?(): { heapUsed: number } };
  performance?: { memory?: { usedJSHeapSize: number } };
}

function heap(): number | null {
  const { process, performance } = globalThis as Heap;
  return process?.memoryUsage?.().heapUsed ?? performance?.memory?.usedJSHeapSize ?? null;
}

/** One sample at a time through the standard net: memory in the middle and at the end, which must be the same. */
export async function inferences(load: Load, count: number): Promise<object> {
  const lab = await load();
  const network = lab.mlp({ sizes: [64, 64, 64, 64, 64, 10] });
  const x = Float32Array.from({ length: 64 }, (_, i) => i / 64);
  const half = (): object => {
    for (let i = 0; i < count / 2; i++) network.forward(x);
    return { ...lab.memory(), heap: heap() };
  };
  return { middle: half(), end: half() };
}
