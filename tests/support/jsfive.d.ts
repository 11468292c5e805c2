/** What is used of jsfive, which comes without types. */
declare module "jsfive" {
  export const File: new (bytes: ArrayBuffer, name: string) => unknown;
}
