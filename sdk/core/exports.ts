/**
 * What the binary exports (assembly/index.ts). Pointers are byte addresses in linear memory, counts are elements; each
 * function's contract stands in its AssemblyScript file.
 */
// A type, not an interface: the loader wants an index signature, which only types have implicitly.
export type Exports = {
  dataEnd(): number;
  readonly WORKSPACE_BYTES: WebAssembly.Global;
  /** 1 in the relaxed build. */
  readonly FUSED: WebAssembly.Global;

  gemm: Product;
  gemmTransposedA: Product;
  gemmTransposedB: Product;

  uniform(seed: number, stream: number, n: number, out: number, low: number, high: number): void;
  normal(seed: number, stream: number, n: number, out: number, mean: number, std: number): void;
  permutation(seed: number, stream: number, n: number, out: number): void;

  allFinite(n: number, x: number): number;
  columnSums(rows: number, columns: number, x: number, out: number): void;
  countBelow(n: number, x: number, limit: number): number;
  countUnderflow(n: number, x: number, exact: number): number;
  gatherRows(count: number, columns: number, source: number, index: number, out: number): void;
  histogram(n: number, x: number, from: number, to: number, bins: number, counts: number): void;
  statistics(n: number, x: number, out: number): void;
  sumOfSquares(n: number, x: number): number;
  zeroColumns(rows: number, columns: number, x: number): number;

  exp64(x: number): number;
  log64(x: number): number;
  sigmoid64(x: number): number;
  sigmoidSlope64(x: number): number;
  tanh64(x: number): number;
  tanhSlope64(x: number): number;
  sin64(x: number): number;
  cos64(x: number): number;

  activationForward(kind: number, alpha: number, n: number, u: number, z: number, slope: number): number;
  activationBackward(n: number, dz: number, slope: number, carried: number, delta: number): void;
  activate64(kind: number, alpha: number, n: number, u: number, z: number, slope: number): void;
  affineForward(
    batch: number,
    fanIn: number,
    fanOut: number,
    x: number,
    w: number,
    b: number,
    u: number,
    workspace: number,
  ): void;
  denseForward(
    batch: number,
    fanIn: number,
    fanOut: number,
    x: number,
    w: number,
    b: number,
    kind: number,
    alpha: number,
    z: number,
    slope: number,
    workspace: number,
  ): number;
  denseBackward(
    batch: number,
    fanIn: number,
    fanOut: number,
    x: number,
    w: number,
    signal: number,
    dw: number,
    db: number,
    dx: number,
    below: number,
    carried: number,
    workspace: number,
  ): void;
  loss(kind: number, batch: number, n: number, output: number, target: number, gradient: number): number;
  loss64(kind: number, batch: number, n: number, output: number, target: number, gradient: number): number;
  firstBadTarget(kind: number, batch: number, n: number, target: number): number;
  transpose(rows: number, columns: number, from: number, to: number): void;
  addScaled(n: number, factor: number, x: number, y: number): void;

  normRowsForward(
    centred: number,
    rows: number,
    columns: number,
    u: number,
    gain: number,
    shift: number,
    epsilon: number,
    normalised: number,
    inverse: number,
    v: number,
  ): void;
  normRowsBackward(
    centred: number,
    rows: number,
    columns: number,
    normalised: number,
    inverse: number,
    gain: number,
    dv: number,
    carried: number,
    du: number,
    dGain: number,
    dShift: number,
  ): void;
  normColumnsForward(
    rows: number,
    columns: number,
    u: number,
    gain: number,
    shift: number,
    epsilon: number,
    mean: number,
    variance: number,
    normalised: number,
    inverse: number,
    v: number,
  ): void;
  normColumnsBackward(
    rows: number,
    columns: number,
    normalised: number,
    inverse: number,
    gain: number,
    dv: number,
    carried: number,
    du: number,
    dGain: number,
    dShift: number,
  ): void;
  normColumnsInference(
    rows: number,
    columns: number,
    u: number,
    mean: number,
    variance: number,
    epsilon: number,
    gain: number,
    shift: number,
    v: number,
  ): void;
  moveStatistics(
    columns: number,
    rows: number,
    momentum: number,
    batchMean: number,
    batchVariance: number,
    runningMean: number,
    runningVariance: number,
  ): void;

  lstmForward(
    batch: number,
    hidden: number,
    gates: number,
    slopes: number,
    cellBefore: number,
    cell: number,
    squashed: number,
    squashedSlope: number,
    h: number,
  ): number;
  lstmBackward(
    batch: number,
    hidden: number,
    gates: number,
    slopes: number,
    cellBefore: number,
    squashed: number,
    squashedSlope: number,
    dh: number,
    dc: number,
    total: number,
    delta: number,
  ): void;
  gruForward(
    batch: number,
    hidden: number,
    gates: number,
    products: number,
    slopes: number,
    before: number,
    h: number,
  ): number;
  gruBackward(
    batch: number,
    hidden: number,
    gates: number,
    slopes: number,
    products: number,
    before: number,
    dh: number,
    delta: number,
    deltaRecurrent: number,
  ): void;

  clipByValue(n: number, g: number, limit: number): number;
  scale(n: number, factor: number, x: number, y: number): void;
  sgd(
    n: number,
    p: number,
    g: number,
    m: number,
    rate: number,
    momentum: number,
    nesterov: number,
    decay: number,
  ): number;
  signSgd(n: number, p: number, g: number, m: number, rate: number, beta: number): number;
  rprop(
    n: number,
    p: number,
    g: number,
    sign: number,
    held: number,
    form: number,
    minus: number,
    plus: number,
    low: number,
    high: number,
  ): number;
  adam(
    n: number,
    p: number,
    g: number,
    m: number,
    v: number,
    step: number,
    beta1: number,
    beta2: number,
    correction: number,
    epsilon: number,
    decay: number,
  ): number;
  rmsprop(n: number, p: number, g: number, v: number, rate: number, alpha: number, epsilon: number): number;

  affineForward64(batch: number, fanIn: number, fanOut: number, x: number, w: number, b: number, u: number): void;
  affineBackward64(batch: number, fanIn: number, fanOut: number, w: number, delta: number, dx: number): void;
  activationBackward64(n: number, gain: number, dz: number, slope: number, carried: number, delta: number): void;
  widen(n: number, x: number, y: number): void;
  narrow(n: number, x: number, y: number, scale: number): void;
  orthonormalise(rows: number, columns: number, a: number, workspace: number): void;

  gradedQr(count: number, length: number, c: number, scales: number, width: number, b: number, next: number): number;
  jacobi(count: number, width: number, x: number, scales: number, length: number, y: number): void;
  multiply(count: number, from: number, to: number, q: number, f: number, c: number, scales: number): void;

  sha256Begin(state: number): void;
  sha256Update(state: number, n: number, x: number): void;
  sha256End(state: number): void;
};

type Product = (
  m: number,
  n: number,
  k: number,
  a: number,
  aStep: number,
  b: number,
  bStep: number,
  init: number,
  initStep: number,
  c: number,
  cStep: number,
  workspace: number,
) => void;
