/* global lockdown, console */
import "ses";

lockdown({ errorTaming: "unsafe" });
const { trained } = await import("./trained.js");
console.log(await trained());
