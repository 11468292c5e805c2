/**
 * The public types of `gradiometer`. Shapes: a batch is [batch, features], a weight matrix [fanIn, fanOut], a sequence
 * [time, batch, features]; all row-major.
 */

/** What the public types take from a host, for a program without the DOM's types or Node's; where those are, these merge. */
declare global {
  interface AbortSignal {
    readonly aborted: boolean;
  }
  // eslint-disable-next-line @typescript-eslint/no-namespace -- only a namespace merges with theirs
  namespace WebAssembly {
    interface Module {} // eslint-disable-line @typescript-eslint/no-empty-object-type -- opaque there too
  }
}

/**
 * Arrays that are the caller's own, over memory that is not shared, so that a Blob, a request's body or a digest take them:
 * `Float32Array<ArrayBuffer>` and the like to a TypeScript that knows of it (5.7), plain ones to those before.
 */
export type Floats = ReturnType<Float32ArrayConstructor["of"]>;
/** As Floats, in float64. */
export type Doubles = ReturnType<Float64ArrayConstructor["of"]>;
/** As Floats, of bytes. */
export type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;

/** Which binary runs: `simd` gives the same bits in every engine, `relaxed` is faster where the engine fuses. */
export type Variant = "simd" | "relaxed";

/** What `load` takes. */
export interface LoadOptions {
  /** Default `"simd"`. `"relaxed"` throws UNSUPPORTED where the engine lacks relaxed SIMD. */
  variant?: Variant;
  /** Your own compiled binary; without one, the entry loads the one that is shipped with it. */
  module?: WebAssembly.Module;
}
