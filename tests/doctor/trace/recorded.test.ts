import { describe, expect, it } from "vitest";
import { diagnose, readTrace } from "gradiometer/doctor";
import { recorded } from "./files.js";

describe.each(["given", "nets", "heldOut", "kerasNets"] as const)("recorded trainings of %s", (group) => {
  const files = recorded(group);

  it("are three seeds of every net", () => {
    expect(files.length).toBe(3 * new Set(files.map(({ name }) => name)).size);
    expect(files.map(({ expected }) => expected)).not.toContain(undefined);
  });

  it.each(files)("$name, seed $seed: $expected", async ({ text, expected }) => {
    const { verdict, findings, withdrawn } = await diagnose(readTrace([text]));
    if (expected === "healthy") expect(verdict).not.toBe("sick");
    else expect(findings[0]?.id).toBe(expected);
    expect(withdrawn).toEqual([]);
    for (const { evidence } of findings) expect(evidence).not.toMatch(/undefined|\[object/);
  });
});

describe("without a law", () => {
  it("says unusual between layers with skips, and not between plain ones", async () => {
    const evidence = async (group: "nets" | "heldOut", net: string) => {
      const { text } = recorded(group).find(({ name }) => name === net)!;
      return (await diagnose(readTrace([text]))).findings[0]!.evidence;
    };
    expect(await evidence("heldOut", "residual-40-growing")).toContain("This is unusual: with skips");
    expect(await evidence("nets", "relu-normal-10")).not.toContain("unusual");
  });
});
