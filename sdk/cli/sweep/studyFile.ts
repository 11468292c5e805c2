/** A study by the name of one that ships, or from a file; a CSV that it names is looked for in its folder. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { nearest } from "../../core/nearest.js";
import type { NetFile } from "../../doctor/index.js";
import { parseJsonc } from "../../doctor/netFile/jsonc.js";
import { GradiometerError } from "../../core/errors.js";
import { studies } from "../../sweep/studies.js";
import { checkStudy, parseStudy } from "../../sweep/study.js";
import type { Study } from "../../sweep/types.js";
import { InputError } from "../command.js";
import { naming, read, readData } from "../patient.js";

/** Inputs that a message names when it is wrong; `base.data` may be the name of a CSV. */
function withTable(path: string, text: string): Study {
  const study = parseJsonc(text) as { base?: { config?: unknown; training?: unknown; data?: unknown } } | null;
  const { config, training, data } = study?.base ?? {};
  if (typeof data !== "string") return parseStudy(text);
  const net = { name: path, config, training } as NetFile;
  const { data: rows } = readData(resolve(dirname(path), data), net, {}, path);
  const x = ArrayBuffer.isView(rows.x)
    ? Array.from(rows.x as Float32Array)
    : {
        ...(rows.x as { values: Float32Array; time: number }),
        values: Array.from((rows.x as { values: Float32Array }).values),
      };
  const whole = { ...study, base: { ...study!.base, data: { x, y: Array.from(rows.y as Float32Array) } } };
  checkStudy(whole);
  return whole as unknown as Study; // which was checked
}

/**
 * A study and what it is called in a command.
 *
 * @throws InputError when there is neither a file nor a study of this name, GradiometerError naming the file
 */
export async function studyOf(name: string): Promise<Study> {
  const shipped = studies.find((study) => study.name === name);
  if (shipped && !existsSync(name)) return shipped;
  if (!existsSync(name) && !/[./\\]/.test(name)) {
    const names = studies.map((study) => study.name);
    const meant = nearest(name, names);
    const advice = meant === undefined ? `the studies that ship are ${names.join(", ")}` : `did you mean ${meant}?`;
    throw new InputError(`there is no file ${name}, and no study of that name; ${advice}`);
  }
  return naming(name, () => {
    const text = read(name);
    try {
      return withTable(name, text);
    } catch (thrown) {
      if (!(thrown instanceof SyntaxError)) throw thrown;
      throw new GradiometerError("BAD_FILE", `not valid JSON: ${thrown.message}`);
    }
  });
}
