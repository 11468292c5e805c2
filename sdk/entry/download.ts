import type { Answer } from "./binaryAt.js";

/** Asks a server, or in Deno the disk. */
export async function download(url: URL): Promise<Answer> {
  const response = await fetch(url);
  const type = response.headers.get("content-type") ?? "no content type";
  if (!response.ok) return { refused: `status ${response.status} (${type})` };
  return { bytes: new Uint8Array(await response.arrayBuffer()), type };
}
