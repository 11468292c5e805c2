/** What the element's classes extend. Where there is no DOM they are of no use, but importing them must not throw. */
const baseOf = <Base>(name: string): Base => (Reflect.get(globalThis, name) as Base | undefined) ?? (Object as never);

export const ElementBase = baseOf<typeof HTMLElement>("HTMLElement");
export const EventBase = baseOf<typeof Event>("Event");
