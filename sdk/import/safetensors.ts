import { ALL_DTYPES, decode } from "../io/container.js";
import { asUint8Array } from "../core/brand.js";
import { badOption } from "../core/check.js";
import { checkImported, guarded } from "./guard.js";
import { checkStateOptions, fromTensors, type StateOptions } from "./stateDict.js";
import type { NamedView } from "./stateGroups.js";
import type { Imported } from "./types.js";
import { stridesOf } from "./view.js";

/** Where this package's own files say how their matrices lie. */
const LAYOUT = "gradiometer.layout";

/** Whether a bias says that matrices are [in, out]; PyTorch's are [out, in]. */
function fanInFirst(tensors: readonly NamedView[]): boolean {
  const shapes = new Map(tensors.map(({ name, view }) => [name, view.dims]));
  return tensors.some(({ name, view: { dims } }) => {
    const bias = name.endsWith("weight") ? shapes.get(`${name.slice(0, -"weight".length)}bias`) : undefined;
    return dims.length === 2 && dims[0] !== dims[1] && bias?.length === 1 && bias[0] === dims[1];
  });
}

/**
 * The network of a safetensors file, whatever its tensors are called: those of `nn.Sequential`, of modules with names, or this
 * package's own. Modules are ordered by their names, 2 before 10, and by the chain that their shapes make; or `map` says which tensor
 * is which. F16, BF16, F32 and F64 are read. The file has no activations: `activation` says them, else they are taken to be ReLU, with
 * a note.
 *
 * @param bytes  the file.
 * @throws GradiometerError BAD_FILE, BAD_OPTION.
 */
export function fromSafetensors(bytes: Uint8Array, options: StateOptions = {}): Imported {
  const own = asUint8Array(bytes);
  if (!own) throw badOption("bytes", "a Uint8Array", bytes);
  const checked = checkStateOptions(options);
  return guarded("safetensors", () => {
    const { metadata, tensors } = decode(own, ALL_DTYPES);
    const views = tensors.map(({ name, shape, values }) => ({
      name,
      view: { dims: shape, strides: stridesOf(shape), read: (place: number) => values[place]! },
    }));
    const said = Object.hasOwn(metadata, LAYOUT) ? metadata[LAYOUT] : undefined;
    const layout = said === "fan-in-first" || (said === undefined && fanInFirst(views)) ? "fan-in-first" : "pytorch";
    const imported = fromTensors(views, { ...checked, training: {}, notes: [], layout, ordered: false });
    checkImported("safetensors", imported);
    return imported;
  });
}
