import { VERSION } from "../../build/generated/version.js";
import { badOption, checkKeys } from "../core/check.js";
import { bindCore, type Core, createCore } from "../core/create.js";
import type { Platform } from "../core/platform.js";
import { STATE_FORMAT } from "../nn/training.js";
import type { Gradiometer, Mlp, MlpConfig, Trainer, TrainerState, Variant } from "../types.js";
import { MlpNetwork } from "./mlp.js";

class Lab implements Gradiometer {
  readonly version = VERSION;

  constructor(private readonly core: Core) {
    bindCore(this, core);
  }

  get variant(): Variant {
    return this.core.variant;
  }

  mlp(config: MlpConfig): Mlp {
    return new MlpNetwork(this.core, config);
  }

  restore(state: TrainerState): { network: Mlp; trainer: Trainer } {
    const given: unknown = state;
    const { format, variant, network: described } = checkKeys("state", given, STATE_KEYS);
    if (format !== STATE_FORMAT) throw badOption("state.format", `"${STATE_FORMAT}", as state() makes it`, format);
    if (variant !== "simd" && variant !== "relaxed") throw badOption("state.variant", `"simd" or "relaxed"`, variant);
    const { kind } = checkKeys("state.network", described, ["kind", "config"]);
    if (kind !== "mlp") throw badOption("state.network.kind", `"mlp"`, kind);
    const network = new MlpNetwork(this.core, state.network.config);
    try {
      return { network, trainer: network.resume(state) };
    } catch (error) {
      network.dispose();
      throw error;
    }
  }

  memory(): { bytes: number; used: number } {
    const { bytes, used } = this.core.arena;
    return { bytes, used };
  }
}

const STATE_KEYS: readonly (keyof TrainerState)[] = [
  "format",
  "variant",
  "network",
  "training",
  "parameters",
  "slots",
  "steps",
  "skippedSteps",
  "clippedSteps",
  "firstNonFinite",
  "rate",
  "order",
];

/** The options of `load`, every default filled in. @throws GradiometerError BAD_OPTION */
export function checkLoadOptions(options: unknown): { variant: Variant; module: WebAssembly.Module | undefined } {
  const { variant = "simd", module } = checkKeys("options", options ?? {}, ["variant", "module"]);
  if (variant !== "simd" && variant !== "relaxed") throw badOption("variant", `"simd" or "relaxed"`, variant);
  if (module !== undefined && !(module instanceof WebAssembly.Module))
    throw badOption("module", "a WebAssembly.Module", module);
  return { variant, module };
}

/** A Gradiometer over a compiled binary; what every entry ends in. */
export function openLab(module: WebAssembly.Module, variant: Variant, platform: Platform): Gradiometer {
  return new Lab(createCore(module, variant, platform));
}
