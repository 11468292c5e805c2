import type { FigureSpec } from "../../figureSpec.js";
import type { Kind } from "../canvas.js";
import { bars } from "./bars.js";
import { factors } from "./factors.js";
import { heat } from "./heat.js";
import { histogram } from "./histogram.js";
import { lines } from "./lines.js";
import { loss } from "./loss.js";
import { ridges } from "./ridges.js";
import { scatter } from "./scatter.js";
import { spectra } from "./spectra.js";

type Kinds = { readonly [K in FigureSpec["kind"]]: Kind<Extract<FigureSpec, { kind: K }>> };

/** Every kind of figure. A new one is a file, a row here and its specification in figureSpec.ts. */
export const kinds: Kinds = { lines, loss, scatter, ridges, histogram, spectra, heat, factors, bars };
