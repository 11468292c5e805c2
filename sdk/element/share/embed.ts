/** Lines for other pages: the tag with its script, and a frame. */
import { VERSION } from "../../../build/generated/version.js";
import { linkOf, type Snapshot } from "./snapshot.js";

/** Where a lab's own files are, as the page loaded them. */
export interface Place {
  /** Address of element.js or element.iife.js. */
  readonly script: string;
  /** Whether that is a classic script: `element.iife.js`. */
  readonly classic: boolean;
}

/** The folder that the script is copied into where its address is this machine's. */
const FOLDER = "gradiometer/";

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Nobody else reaches these: a page that somebody else opens needs the files beside it. */
export function isLocal(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return !/^https?:$/.test(protocol) || /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/.test(hostname);
}

const folderOf = ({ script }: Place): string => (isLocal(script) ? FOLDER : new URL(".", script).href);

/**
 * The `integrity` of a script: base64 of the SHA-384 of the bytes that its address gives.
 *
 * Taken of what is served rather than of a list from the build, so it cannot be out of date; it protects whoever pastes it from
 * what changes later, and says nothing of what was served to this page.
 *
 * @returns null where the bytes cannot be read (a file, another origin without CORS) or there is no crypto (plain http)
 */
export async function integrityOf(
  script: string,
  read: (address: string) => Promise<Pick<Response, "ok" | "arrayBuffer">>,
): Promise<string | null> {
  if (!("crypto" in globalThis) || !("subtle" in crypto)) return null;
  try {
    const answer = await read(script);
    if (!answer.ok) return null;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", await answer.arrayBuffer()));
    return `sha384-${btoa(String.fromCharCode(...digest))}`;
  } catch {
    return null;
  }
}

/** The tag and its script. Inside the tag stands what is shown before it is there, or without scripts. */
export function embedText(snapshot: Snapshot, place: Place, integrity: string | null, fallback: string): string {
  const name = place.classic ? "element.iife.js" : "element.js";
  const script = [
    place.classic ? "defer" : 'type="module"',
    `src="${escape(folderOf(place) + name)}"`,
    ...(integrity === null ? [] : [`integrity="${integrity}"`, 'crossorigin="anonymous"']),
  ].join(" ");
  return `<!-- gradiometer ${VERSION} -->
<script ${script}></script>
<gradient-lab state="${escape(linkOf(snapshot))}">
  <p>${escape(fallback)}</p>
</gradient-lab>
`;
}

/** A frame around the page of the lab. Without `sandbox`: there a module script needs CORS, which few servers give. */
export function frameText(snapshot: Snapshot, place: Place, title: string): string {
  const source = `${folderOf(place)}lab/index.html#${linkOf(snapshot)}`;
  return `<iframe src="${escape(source)}" title="${escape(title)}" width="100%" height="760" loading="lazy" allow="clipboard-write"></iframe>
`;
}
