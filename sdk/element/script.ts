/** Where the element's own file came from: its worker's file and the lines that embed it follow from it. */
export const SCRIPT: string = import.meta.url;
