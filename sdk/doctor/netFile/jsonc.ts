/** JSON as people write it: with comments, and a comma behind the last entry. */

/** Blanks comments and trailing commas, so that every place in an error message is the place in the file. */
export function withoutComments(text: string): string {
  // A string, a comment to the end of the line, a comment in between, or a comma before a closing bracket.
  const tokens = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  const bare = text.replace(tokens, (token) => (token.startsWith('"') ? token : token.replace(/[^\n]/g, " ")));
  return bare.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (token) => (token === "," ? " " : token));
}

/** The value of such a text. @throws SyntaxError as JSON.parse does. */
export const parseJsonc = (text: string): unknown => JSON.parse(withoutComments(text));
