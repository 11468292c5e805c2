/**
 * Sizes of the matrix product's tiles and blocks, in elements. None of them changes a bit of any result: each element is
 * one chain over k whatever its tile and block. Figures: `npm run bench`, Node 20, x86-64 with 1 MiB of second-level cache.
 */

/** Rows of the register tile. 4 × 8 keeps 8 accumulators, 2 vectors of B and 1 broadcast of A: 11 of 16 registers. */
export const MR: i32 = 4;
/** Columns of the register tile: two vectors of four. */
export const NR: i32 = 8;
/** Depth of a block: a KC × NR panel of B is 8 KiB and stays in the first-level cache. 64 and 128 cost 3 – 10 %. */
export const KC: i32 = 256;
/** Rows of a block of A: MC × KC is 128 KiB, an eighth of the second-level cache. */
export const MC: i32 = 128;
/** Columns of a block of B: KC × NC is 512 KiB. 128 and 256 are as fast for square products, slower for wide layers. */
export const NC: i32 = 512;

/**
 * A block of B is packed when it does not fit in the first-level cache beside A (24 KiB) and serves more than 8 rows: a
 * step of the wide net (10 rows) is 6 % faster packed, batches below are faster in place.
 */
export const PACK_B_FLOATS: usize = 6144;
export const PACK_B_ROWS: usize = 8;
/** A block of A that is stored by columns, likewise: too large for the first-level cache, and read more than 4 times. */
export const PACK_A_FLOATS: usize = 6144;
export const PACK_A_COLUMNS: usize = 32;
/**
 * A that is stored by rows is packed for more than so many columns: each load then brings four rows. It costs 4 % of a
 * product with 64 columns, 7 % with 32.
 */
export const PACK_A_ROWS_COLUMNS: usize = 16;
/** Up to so many rows δ wᵀ is computed as (w δᵀ)ᵀ, which packs δ and not w: 12 % of a step of the wide net. */
export const FEW_ROWS: i32 = 16;
/** Below so many columns, xᵀ δ is computed as (δᵀ x)ᵀ unless they are whole tiles: 64 × 10 × 32 takes 15 % less. */
export const FEW_COLUMNS: i32 = 16;
/**
 * B is read in place, 16 rows of it at a time from the first column to the last, when it does not fit in the second-level
 * cache (1 MiB) and serves 5 – 32 rows: memory comes in the order in which it stands. x w for 10 rows and a B of 1000 × 1000
 * takes 26 % less than with packing, for 32 rows 14 %; a B that fits is slower so.
 */
export const STREAM_FLOATS: usize = 262144;
export const STREAM_DEPTH: usize = 16;
export const STREAM_ABOVE: usize = 4;
export const STREAM_ROWS: usize = 32;
