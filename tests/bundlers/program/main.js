import { trained } from "./trained.js";

trained().then(console.log, ({ code, message }) => console.log(`${code}: ${message}`));
