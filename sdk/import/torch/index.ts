import { strFromU8 } from "fflate/browser";
import { asUint8Array } from "../../core/brand.js";
import { badOption, show } from "../../core/check.js";
import { bad, checkImported, guarded } from "../guard.js";
import { checkStateOptions, fromTensors, type StateOptions } from "../stateDict.js";
import type { Imported } from "../types.js";
import { countOf } from "../view.js";
import { isZip, openZip } from "../zip.js";
import { OPCODES } from "./opcodes.js";
import { optimizerOf } from "./optimizer.js";
import { PickleReader, type Pickled } from "./pickle.js";
import { allowedOf, Tensor } from "./tensors.js";

const FORMAT = "PyTorch";
const PICKLE = "data.pkl";
/** A pickle without an archive, as PyTorch wrote before 1.6. */
const isOld = (bytes: Uint8Array): boolean => bytes[0] === 0x80;

/**
 * The network of a file of `torch.save(model.state_dict(), …)`, or of a checkpoint that has such a dict beside other things. The
 * pickle in it is read as data: the few names that tensors need are known, every other one ends the reading, and nothing is
 * imported, called or run. A state dict has no activations: `activation` says them, else they are taken to be ReLU, with a note.
 *
 * @param bytes  the file.
 * @throws GradiometerError BAD_FILE for a whole module, which is code, for a file of PyTorch before 1.6, and for a damaged one;
 *         BAD_OPTION.
 */
export function fromTorch(bytes: Uint8Array, options: StateOptions = {}): Imported {
  const own = asUint8Array(bytes);
  if (!own) throw badOption("bytes", "a Uint8Array", bytes);
  const checked = checkStateOptions(options);
  return guarded(FORMAT, () => {
    if (isOld(own)) throw bad(FORMAT, "it is of the format before 1.6; load it in PyTorch and save it again");
    if (!isZip(own)) throw bad(FORMAT, "it is no archive, as torch.save writes one");
    const whole = readArchive(own);
    const { dict, notes } = stateDictOf(whole);
    const bytesOfAll = dict.reduce((sum, { view }) => sum + 4 * countOf(view), 0);
    if (bytesOfAll > 4 * own.length)
      throw bad(FORMAT, "its tensors share numbers so often that they come to more than four times the file");
    const imported = fromTensors(dict, {
      ...checked,
      training: optimizerOf(whole),
      notes,
      layout: "pytorch",
      ordered: true,
    });
    checkImported(FORMAT, imported);
    return imported;
  });
}

function readArchive(bytes: Uint8Array): Pickled {
  const archive = openZip(FORMAT, bytes);
  const pickle = archive.names.find((name) => name.endsWith(`/${PICKLE}`) && name.split("/").length === 2);
  if (pickle === undefined) throw bad(FORMAT, `the archive has no ${PICKLE}`);
  const folder = pickle.slice(0, -PICKLE.length);
  if (archive.names.some((name) => name.startsWith(`${folder}code/`)))
    throw bad(FORMAT, "it is a TorchScript program, which is code; save model.state_dict() instead");
  const order = archive.read(`${folder}byteorder`);
  if (order && strFromU8(order) !== "little")
    throw bad(FORMAT, "its numbers are big-endian; save it on another machine");
  const content = (key: string): Uint8Array => {
    const found = archive.read(`${folder}data/${key}`);
    if (!found) throw bad(FORMAT, `its storage ${show(key)} is missing`);
    return found;
  };
  return new PickleReader(archive.read(pickle)!, allowedOf(content), OPCODES).read();
}

const tensorsOf = (value: Pickled | undefined): { name: string; view: Tensor["view"] }[] | null => {
  if (!(value instanceof Map) || value.size === 0) return null;
  const entries = [...value].filter(([name]) => name !== "_metadata");
  if (!entries.every(([name, one]) => typeof name === "string" && one instanceof Tensor)) return null;
  return entries.map(([name, one]) => ({ name: name as string, view: (one as Tensor).view }));
};

/** The tensors: the file's own dict, or the first such dict in it. */
function stateDictOf(whole: Pickled): { dict: { name: string; view: Tensor["view"] }[]; notes: string[] } {
  const own = tensorsOf(whole);
  if (own) return { dict: own, notes: [] };
  for (const [name, value] of whole instanceof Map ? whole : []) {
    const dict = tensorsOf(value);
    if (dict) return { dict, notes: [`the parameters are those of ${show(name)}`] };
  }
  throw bad(FORMAT, "it has no dict of tensors; save model.state_dict()");
}
