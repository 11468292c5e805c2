/** @module-tag first */
import { load } from "gradiometer";
import { findings, parseNet, preflight, proveCure, remedies, zoo } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";

const lab = await load();

describe("the zoo", () => {
  it("has 24 nets or more, six of them healthy, and one at least for every finding", () => {
    expect(zoo.length).toBeGreaterThanOrEqual(24);
    expect(new Set(zoo.map(({ name }) => name)).size).toBe(zoo.length);
    expect(zoo.filter(({ expect: { findings: none } }) => none.length === 0).length).toBeGreaterThanOrEqual(6);
    const shown = new Set(zoo.flatMap((net) => net.expect.findings));
    expect(findings.filter(({ id }) => !shown.has(id))).toEqual([]);
  });

  it("every sick net has a cure but the one without anything to learn", () => {
    const sick = zoo.filter(({ expect: { findings: found, cure } }) => found.length > 0 && cure === undefined);
    expect(sick.map(({ name }) => name)).toEqual(["constant-target"]);
  });

  it.each(zoo.filter((net) => net.expect.cure !== undefined))("$name is cured by $expect.cure", async (net) => {
    expect(await proveCure(lab, net)).toBe("cured");
    // One change, or two of which one is for the finding.
    const changes = net.expect.cure!.split(" + ").map((cure) => remedies.find(({ id }) => id === cure)!.helps);
    expect(net.expect.findings.some((id) => changes.some((likely) => (likely[id] ?? 0) >= 2))).toBe(true);
  });

  it("healthy nets look healthy before the first step, too", () => {
    for (const net of zoo) {
      if (net.expect.findings.length === 0)
        expect([net.name, preflight(lab, net.config).findings]).toEqual([net.name, []]);
    }
  });

  it.each([
    ["{", "not valid JSON"],
    ["[]", "expected an object"],
    ['{"name":"a","sizes":[1]}', 'unknown key "sizes"'],
    ['{"config":{}}', 'expected a "name"'],
    ['{"name":"a","config":{}}', '"training"'],
    ['{"name":"a","config":{},"training":{"epochs":1},"expect":{"findings":["flu"]}}', "vanishing-backward"],
  ])("a file of %s is BAD_FILE", (text, message) => {
    expect(() => parseNet(text)).toThrow(expect.objectContaining({ code: "BAD_FILE" }) as Error);
    expect(() => parseNet(text)).toThrow(message);
  });
});
