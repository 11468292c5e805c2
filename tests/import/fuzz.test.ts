import { describe, expect, it } from "vitest";

const { FORMATS, fuzzImport } = (await import(new URL("../../scripts/fuzzImport.mjs", import.meta.url).href)) as {
  FORMATS: Readonly<Record<string, object>>;
  fuzzImport(options: {
    format: string;
    files: number;
    seed: number;
  }): Promise<Record<"read" | "refused" | "bad", number>>;
};

describe("mutated files are refused, or read as networks (npm run fuzz:import takes 100,000 of each format)", () => {
  it.each(Object.keys(FORMATS))("1,000 of %s", async (format) => {
    const { read, refused, bad } = await fuzzImport({ format, files: 1000, seed: 11 });
    expect(read + refused + bad).toBe(1000);
    expect(read).toBeGreaterThan(10);
    expect(bad).toBeGreaterThan(300);
  });
});
