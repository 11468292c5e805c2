import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { strToU8 } from "fflate/browser";
import { badOption, show } from "../core/check.js";
import { GradiometerError } from "../core/errors.js";
import type { Bytes, Parameter, TrainerState } from "../types.js";
import { badFile } from "./badFile.js";
import { checkBytes, decode, encode, HEADER_AT, METADATA } from "./container.js";
import { plainOf, tensorsOf, withTensors } from "./stateTensors.js";
import { longestText, readText, writeText } from "./stateText.js";

/** The metadata of a checkpoint. The digest stands first, and so at the same place in every file. */
const DIGEST = "gradiometer.sha256";
const STATE = "gradiometer.state";
const DIGEST_AT = HEADER_AT + `{"${METADATA}":{"${DIGEST}":"`.length;
const DIGEST_LENGTH = 64;

/**
 * A trainer's state, network and all, as a file: safetensors, with the arrays as tensors (`parameters.layers.0.weight`,
 * `slots.momentum.layers.0.weight` …) and everything else as JSON in the metadata under `gradiometer.state`, NaN, ±∞ and −0
 * as strings. `gradiometer.sha256` is the SHA-256 of the file in which its own 64 digits are zeros.
 *
 * Going on from it gives the same bits in every runtime. The same state gives the same bytes.
 *
 * @throws GradiometerError as `restore` would for this state; NOT_FINITE for a NaN or ±∞ in a state that has no
 *         firstNonFinite.
 */
export function writeCheckpoint(state: TrainerState): Bytes {
  const tensors = tensorsOf(state);
  const text = writeText(plainOf(state));
  checkLength(text, tensors, (expected) => badOption("state", expected, text.length));
  const bytes = encode({ metadata: { [DIGEST]: "0".repeat(DIGEST_LENGTH), [STATE]: text }, tensors });
  bytes.set(strToU8(digestOf(bytes)), DIGEST_AT);
  return bytes;
}

/**
 * The state in a checkpoint, for `restore`. The file is not trusted: it is refused when a single bit of it has changed, when
 * it is no checkpoint, and when `restore` would refuse its state. NaN and ±∞ are refused unless the state says when they first
 * came (firstNonFinite): a training that diverged can be kept, too.
 *
 * @throws GradiometerError BAD_FILE; BAD_OPTION when `file` is no Uint8Array.
 */
export function readCheckpoint(file: Uint8Array): TrainerState {
  const bytes = checkBytes(file);
  const { metadata, tensors } = decode(bytes);
  const { [DIGEST]: digest, [STATE]: text } = metadata;
  if (digest === undefined || text === undefined)
    throw badFile(METADATA, `${DIGEST} and ${STATE}, as a checkpoint has them`, Object.keys(metadata).join(", "));
  const found = digestOf(bytes);
  if (found !== digest || !strToU8(digest).every((byte, index) => byte === bytes[DIGEST_AT + index]))
    throw new GradiometerError(
      "BAD_FILE",
      `file: it was damaged or changed: its ${DIGEST} is ${found}, but it says ${show(digest)}`,
    );
  checkLength(text, tensors, (expected) => badFile(STATE, expected, text.length));
  return checkedState(readText(STATE, text), text, tensors);
}

/** The state of a text and tensors, which must be the very ones that it would be written as. */
function checkedState(plain: unknown, text: string, tensors: readonly Parameter[]): TrainerState {
  try {
    const state = withTensors(plain as TrainerState, tensors);
    const wanted = tensorsOf(state);
    const wrong = wanted.find(({ name, shape }, index) => {
      const tensor = tensors[index];
      return tensor?.name !== name || tensor.shape.join() !== shape.join();
    });
    if (wrong || wanted.length !== tensors.length)
      throw badFile("tensors", `${wanted.length}, in the order of the network`, wrong?.name ?? tensors.length);
    if (writeText(plainOf(state)) !== text) throw badFile(STATE, "JSON as writeCheckpoint writes it", text);
    return state;
  } catch (cause) {
    if (!(cause instanceof GradiometerError) || cause.code === "BAD_FILE") throw cause;
    throw new GradiometerError("BAD_FILE", `file: ${STATE}: ${cause.message}`, { cause });
  }
}

/** The text is held against the tensors, so that a state's layers cannot be many more than the file has. */
function checkLength(text: string, tensors: readonly Parameter[], error: (expected: string) => GradiometerError): void {
  const most = longestText(tensors.length);
  if (text.length > most) throw error(`at most ${most} characters of JSON beside ${tensors.length} tensors`);
}

/** SHA-256 of the file with zeros in place of its digest. */
function digestOf(bytes: Uint8Array): string {
  const zeros = strToU8("0".repeat(DIGEST_LENGTH));
  const hash = sha256.create().update(bytes.subarray(0, DIGEST_AT)).update(zeros);
  return bytesToHex(hash.update(bytes.subarray(DIGEST_AT + DIGEST_LENGTH)).digest());
}
