import { VERSION } from "../../build/generated/version.js";
import { badOption, checkKeys } from "../core/check.js";
import { bindCore, checkEngine, checkModule, type Core, createCore } from "../core/create.js";
import type { Platform } from "../core/platform.js";
import { describedBy } from "../nn/training.js";
import type {
  Gradiometer,
  Mlp,
  MlpConfig,
  NetworkKind,
  Restored,
  Rnn,
  RnnConfig,
  TrainerState,
  Variant,
} from "../types.js";
import { MlpNetwork } from "./mlp.js";
import { RnnNetwork } from "./rnn.js";

/** A fresh network as its state left it, with its trainer; disposed of when the state does not fit. */
function resume<N extends { dispose(): void }, T>(
  network: N & { resume(state: TrainerState): T },
  state: TrainerState,
): { network: N; trainer: T } {
  try {
    return { network, trainer: network.resume(state) };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** Each kind of network as a state left it; the constructors check the configuration. */
const RESTORE: { readonly [K in NetworkKind]: (core: Core, config: unknown, state: TrainerState) => Restored[K] } = {
  mlp: (core, config, state) => resume(new MlpNetwork(core, config as MlpConfig), state),
  rnn: (core, config, state) => resume(new RnnNetwork(core, config as RnnConfig), state),
};

class Lab implements Gradiometer {
  readonly version = VERSION;

  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    bindCore(this, core);
  }

  get variant(): Variant {
    return this.#core.variant;
  }

  mlp(config: MlpConfig): Mlp {
    return new MlpNetwork(this.#core, config);
  }

  rnn(config: RnnConfig): Rnn {
    return new RnnNetwork(this.#core, config);
  }

  restore<Kind extends NetworkKind>(state: TrainerState<Kind>): Restored[Kind] {
    const { kind, config } = describedBy(state);
    // That the kind is the state's the compiler cannot know of a type parameter.
    return RESTORE[kind as Kind](this.#core, config, state);
  }

  memory(): { bytes: number; used: number } {
    const { bytes, used } = this.#core.arena;
    return { bytes, used };
  }
}

/** The options of `load`, every default filled in. @throws GradiometerError BAD_OPTION, UNSUPPORTED without WebAssembly */
export function checkLoadOptions(options: unknown): { variant: Variant; module: WebAssembly.Module | undefined } {
  checkEngine();
  const { variant = "simd", module } = checkKeys("options", options ?? {}, ["variant", "module"]);
  if (variant !== "simd" && variant !== "relaxed") throw badOption("variant", `"simd" or "relaxed"`, variant);
  return { variant, module: module === undefined ? undefined : checkModule(module) };
}

/** A Gradiometer over a compiled binary; what every entry ends in. */
export function openLab(module: WebAssembly.Module, variant: Variant, platform: Platform): Gradiometer {
  return new Lab(createCore(module, variant, platform));
}
