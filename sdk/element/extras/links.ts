/** Where the lab's links lead: the claims and the doctor's rules, as the repository shows them. */
export const DOCS = "https://github.com/gradiometer/gradiometer/blob/main/docs/";
