import { GradiometerError, load, type Gradiometer } from "gradiometer";
import { digits, twoMoons } from "gradiometer/data";
import { examine } from "gradiometer/doctor";
import { experiments, run } from "gradiometer/experiments";
import { page } from "gradiometer/figure";
import { load as loadInline } from "gradiometer/inline";
import { load as loadModule } from "gradiometer/module";
import manifest from "gradiometer/package.json" with { type: "json" };
import * as theory from "gradiometer/theory";

const lab: Gradiometer = await load();
const { x, y } = twoMoons(lab, { samples: 100, seed: 3 });
const network = lab.mlp({ sizes: [2, 16, 2], seed: 7 });
const hash: string = network.hash();
network[Symbol.dispose]();

export const all = [digits, examine, experiments, run, page, loadInline, loadModule, manifest, theory, x, y, hash];
export const isOurs = (error: unknown): error is GradiometerError => error instanceof GradiometerError;
