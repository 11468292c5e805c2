import { outcome } from "../outcome.js";

export const dynamic = "force-dynamic";

/** A server component. */
export default async function Page() {
  return <p id="out">{await outcome()}</p>;
}
