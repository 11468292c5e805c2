/** What scripts/fuzz.mjs has for the tests. */
export const { fileOf, fuzz } = (await import(new URL("../../scripts/fuzz.mjs", import.meta.url).href)) as {
  /** A safetensors file of a header and data, true or not; `length` is what it says of its header, when not the truth. */
  fileOf: (header: string | Uint8Array, data?: Uint8Array, length?: number | bigint) => Uint8Array;
  fuzz: (options: { files: number; seed: number }) => Promise<{ accepted: number; refused: number }>;
};
