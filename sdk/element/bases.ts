/** What the element's classes extend. Where there is no DOM they are of no use, but importing them must not throw. */
const baseOf = (name: string): unknown => Reflect.get(globalThis, name) ?? Object;

export const ElementBase = baseOf("HTMLElement") as typeof HTMLElement;
export const EventBase = baseOf("Event") as typeof Event;
