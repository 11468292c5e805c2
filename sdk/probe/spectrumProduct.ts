import type { Core } from "../core/create.js";
import { allFinite, decompose, noValues, readValues, SCALE, type SingularValues, stride } from "./spectrumValues.js";
import type { Doubles } from "../types.js";

/** Matrices F_1 … F_L of a product, written one at a time. */
export interface Factors {
  /** L + 1 numbers: F_i is [sizes[i − 1], sizes[i]]. */
  readonly sizes: readonly number[];
  /**
   * Writes factor `index` (0 … L − 1) to `address`: float64, rows stride(sizes[index + 1]) apart. The block is zero before,
   * and what lies behind a row must stay so.
   */
  write(index: number, address: number): void;
}

/** What `measureProduct` finds. */
export interface ProductSpectrum {
  /** Of every factor; empty unless they were asked for. */
  readonly factors: Doubles[];
  /** Of F_1 F_2 … F_L, min(first size, last size) of them. */
  readonly product: SingularValues;
}

/**
 * The singular values of F_1 F_2 … F_L at any depth, each as accurate as the factors determine it: relative errors are of
 * the order of L·n·2⁻⁵³ times the condition of a factor, be the values hundreds of decades apart. The product itself is
 * never formed: in it whatever is 1e−16 of the largest value is lost.
 *
 * It is kept as Bᵀ D Q: Q with orthonormal rows, D diagonal with its exponents beside it, B well-conditioned. A factor makes
 * Q F, which pivoted QR of the graded rows D Q F turns into Q again (assembly/spectrum/graded.ts; Stewart 1997); at the end
 * one-sided Jacobi of the graded D B gives the values. Transposed factors in reverse order have the same values.
 * One pass, memory for a few matrices; 8 n³ flop a factor, and some 40 n³ more for its own values.
 *
 * All values are NaN once a factor was not finite, as are that factor's own.
 */
export function measureProduct(core: Core, factors: Factors, each: boolean): ProductSpectrum {
  const { arena } = core;
  const { sizes } = factors;
  const found: Doubles[] = [];
  const largest = sizes.reduce((most, from, i) => Math.max(most, from * stride(sizes[i + 1] ?? 0)), 0);
  const outer = Math.min(sizes[0] ?? 0, sizes.at(-1) ?? 0);
  return arena.scratch(8 * largest, "factor", (address) => {
    const product = new GradedProduct(core, sizes);
    try {
      let finite = true;
      for (let i = 0; i + 1 < sizes.length; i++) {
        const [from = 0, to = 0] = [sizes[i], sizes[i + 1]];
        arena.f64(address, from * stride(to)).fill(0);
        factors.write(i, address);
        const good = allFinite(core, from, to, address);
        finite &&= good;
        if (each) found.push((good ? decompose(core, from, to, address) : noValues(Math.min(from, to))).values);
        if (finite) product.append(to, address);
      }
      return { factors: found, product: finite ? product.values(outer) : noValues(outer) };
    } finally {
      product.release();
    }
  });
}

/** F_1 F_2 … F_i = Bᵀ D Q. */
class GradedProduct {
  /** [rank, columns], orthonormal rows, and room for as many. */
  private q: number;
  private nextQ: number;
  /** [rank, rows]; 0 at first: the identity. */
  private b = 0;
  private nextB: number;
  private readonly spareB: number;
  private readonly scales: number;
  private readonly block: number;
  private readonly rows: number;
  private columns: number;
  private rank: number;

  constructor(
    private readonly core: Core,
    sizes: readonly number[],
  ) {
    const rows = sizes[0] ?? 0;
    let rank = rows;
    let vectors = 0;
    for (const size of sizes.slice(1)) {
      vectors = Math.max(vectors, rank * stride(size));
      rank = Math.min(rank, size);
    }
    const carried = Math.min(rows, sizes[1] ?? 0) * stride(rows);
    this.block = core.arena.allocate(8 * (2 * vectors + 2 * carried + SCALE * rows), "spectrum of a product");
    this.q = this.block;
    this.nextQ = this.q + 8 * vectors;
    this.nextB = this.nextQ + 8 * vectors;
    this.spareB = this.nextB + 8 * carried;
    this.scales = this.spareB + 8 * carried;
    [this.rows, this.columns, this.rank] = [rows, rows, rows];
  }

  /** One more factor [columns, to] at `address`, finite; it is overwritten. */
  append(to: number, address: number): void {
    const { wasm, arena } = this.core;
    const { rank, rows, columns, q, nextQ, b, nextB, spareB, scales } = this;
    if (b === 0) arena.f64(nextQ, rows * stride(to)).set(arena.f64(address, rows * stride(to)));
    else wasm.multiply(rank, columns, to, q, address, nextQ, scales);
    this.rank = wasm.gradedQr(rank, to, nextQ, scales, rows, b, nextB);
    [this.q, this.nextQ] = [nextQ, q];
    [this.b, this.nextB] = [nextB, b || spareB];
    this.columns = to;
  }

  /** `count` values, zeros behind the rank. Overwrites B. */
  values(count: number): SingularValues {
    const { wasm } = this.core;
    const { rank, rows, b, nextB, scales } = this;
    const independent = wasm.gradedQr(rank, rows, b, scales, rank, 0, nextB);
    wasm.jacobi(independent, rank, nextB, scales, 0, 0);
    return readValues(this.core, count, independent, scales);
  }

  release(): void {
    this.core.arena.release(this.block);
  }
}
