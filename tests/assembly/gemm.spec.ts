import { gemm, gemmTransposedA, gemmTransposedB, WORKSPACE_BYTES } from "../../assembly/gemm/gemm";

const M = 6;
const N = 11;
const K = 5;

const workspace = heap.alloc(WORKSPACE_BYTES);
const a = heap.alloc(4 * M * K);
const b = heap.alloc(4 * K * N);
const c = heap.alloc(4 * M * N);
const bias = heap.alloc(4 * N);

function elementOfA(i: i32, p: i32): f32 {
  return <f32>((i * 3 + p * 5) % 7) - 3;
}

function elementOfB(p: i32, j: i32): f32 {
  return <f32>((p * 4 + j * 9) % 11) - 5;
}

/** How many elements of C are not init + Σ a b; sums of small integers are exact. */
function wrong(start: f32): i32 {
  let count = 0;
  for (let i = 0; i < M; i++) {
    for (let j = 0; j < N; j++) {
      let sum = start;
      for (let p = 0; p < K; p++) sum += elementOfA(i, p) * elementOfB(p, j);
      if (f32.load(c + 4 * (i * N + j)) != sum) count++;
    }
  }
  return count;
}

function store(at: usize, rows: i32, columns: i32, transposed: bool, ofA: bool): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const value = ofA ? elementOfA(i, j) : elementOfB(i, j);
      f32.store(at + 4 * (transposed ? j * rows + i : i * columns + j), value);
    }
  }
}

describe("the matrix product on integers", () => {
  beforeEach(() => {
    for (let i = 0; i < M * N; i++) f32.store(c + 4 * i, NaN);
    for (let j = 0; j < N; j++) f32.store(bias + 4 * j, 2);
  });

  test("x w", () => {
    store(a, M, K, false, true);
    store(b, K, N, false, false);
    gemm(M, N, K, a, 4 * K, b, 4 * N, 0, 0, c, 4 * N, workspace);
    expect(wrong(0)).toBe(0);
  });

  test("x w, starting from a bias, then once more on top", () => {
    store(a, M, K, false, true);
    store(b, K, N, false, false);
    gemm(M, N, K, a, 4 * K, b, 4 * N, bias, 0, c, 4 * N, workspace);
    expect(wrong(2)).toBe(0);
    gemm(M, N, 0, a, 4 * K, b, 4 * N, c, 4 * N, c, 4 * N, workspace);
    expect(wrong(2)).toBe(0, "k = 0 leaves C as it is");
  });

  test("δ wᵀ", () => {
    store(a, M, K, false, true);
    store(b, K, N, true, false);
    gemmTransposedB(M, N, K, a, 4 * K, b, 4 * K, 0, 0, c, 4 * N, workspace);
    expect(wrong(0)).toBe(0);
  });

  test("xᵀ δ", () => {
    store(a, M, K, true, true);
    store(b, K, N, false, false);
    gemmTransposedA(M, N, K, a, 4 * M, b, 4 * N, 0, 0, c, 4 * N, workspace);
    expect(wrong(0)).toBe(0);
  });
});
