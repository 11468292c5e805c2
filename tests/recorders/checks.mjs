export const all = () => ({});
