/**
 * A second binary, for the accuracy sweep and not shipped: exp and log over arrays. In the shipped one they exist only inside
 * the losses and the activations.
 */
export { expArray, logArray } from "./vector/map";
