/** A frame has the ratios while this view is open. */
export const measureRatio = (): null => null;
