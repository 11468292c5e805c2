/* global Response */
import { outcome } from "../../outcome.js";

export const dynamic = "force-dynamic";
export const runtime = "edge";

export const GET = async () => new Response(await outcome());
