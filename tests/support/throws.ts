/** For all tests: chai takes `throw undefined` for an error with any message, so what is thrown must be something. */
import { chai } from "vitest";

/** On the class, since files share what they import: a second time would be once more around it. */
const STRICT = Symbol.for("gradiometer.strictThrows");
const { Assertion } = chai;

if (!(STRICT in Assertion)) {
  Object.defineProperty(Assertion, STRICT, { value: true });
  Assertion.overwriteMethod(
    "throws",
    (original: (...args: unknown[]) => unknown) =>
      function (this: { _obj: unknown }, ...args: unknown[]) {
        const work = this._obj;
        if (typeof work === "function")
          this._obj = (): void => {
            try {
              (work as () => void)();
            } catch (thrown) {
              if (thrown === undefined || thrown === null)
                throw new TypeError(`${String(thrown)} was thrown, and no error`);
              throw thrown;
            }
          };
        return original.apply(this, args);
      },
  );
}
