import { elementAt } from "../core/element.js";
import { between, css } from "./cividis.js";
/**
 * The colours of numbers: each takes 0 … 1, what lies outside counts as the nearer end, and gives a colour of CSS.
 *
 * As d3-scale-chromatic 3.1 has them (ISC, Copyright 2010-2024 Mike Bostock), without its library of colour spaces, which is ten
 * times as large as the three that are used.
 */

/** 11 colours from dark red over white to dark blue: ColorBrewer's RdBu, C. Brewer, https://colorbrewer2.org. */
const RED_TO_BLUE = "67001fb2182bd6604df4a582fddbc7f7f7f7d1e5f092c5de4393c32166ac053061";

/** Matplotlib's viridis in 256 steps, N. Smith and S. van der Walt, CC0. */
const VIRIDIS =
  "44015444025645045745055946075a46085c460a5d460b5e470d60470e6147106347116447136548146748166848176948186a481a6c" +
  "481b6d481c6e481d6f481f70482071482173482374482475482576482677482878482979472a7a472c7a472d7b472e7c472f7d46307e" +
  "46327e46337f463480453581453781453882443983443a83443b84433d84433e85423f85424086424186414287414487404588404688" +
  "3f47883f48893e49893e4a893e4c8a3d4d8a3d4e8a3c4f8a3c508b3b518b3b528b3a538b3a548c39558c39568c38588c38598c375a8c" +
  "375b8d365c8d365d8d355e8d355f8d34608d34618d33628d33638d32648e32658e31668e31678e31688e30698e306a8e2f6b8e2f6c8e" +
  "2e6d8e2e6e8e2e6f8e2d708e2d718e2c718e2c728e2c738e2b748e2b758e2a768e2a778e2a788e29798e297a8e297b8e287c8e287d8e" +
  "277e8e277f8e27808e26818e26828e26828e25838e25848e25858e24868e24878e23888e23898e238a8d228b8d228c8d228d8d218e8d" +
  "218f8d21908d21918c20928c20928c20938c1f948c1f958b1f968b1f978b1f988b1f998a1f9a8a1e9b8a1e9c891e9d891f9e891f9f88" +
  "1fa0881fa1881fa1871fa28720a38620a48621a58521a68522a78522a88423a98324aa8325ab8225ac8226ad8127ad8128ae8029af7f" +
  "2ab07f2cb17e2db27d2eb37c2fb47c31b57b32b67a34b67935b77937b87838b9773aba763bbb753dbc743fbc7340bd7242be7144bf70" +
  "46c06f48c16e4ac16d4cc26c4ec36b50c46a52c56954c56856c66758c7655ac8645cc8635ec96260ca6063cb5f65cb5e67cc5c69cd5b" +
  "6ccd5a6ece5870cf5773d05675d05477d1537ad1517cd2507fd34e81d34d84d44b86d54989d5488bd6468ed64590d74393d74195d840" +
  "98d83e9bd93c9dd93ba0da39a2da37a5db36a8db34aadc32addc30b0dd2fb2dd2db5de2bb8de29bade28bddf26c0df25c2df23c5e021" +
  "c8e020cae11fcde11dd0e11cd2e21bd5e21ad8e219dae319dde318dfe318e2e418e5e419e7e419eae51aece51befe51cf1e51df4e61e" +
  "f6e620f8e621fbe723fde725";

const HEX = 6;

/** The channels of a list of colours, each one behind the other: [red of all, green of all, blue of all]. */
function channelsOf(colours: string): number[][] {
  const channel = (at: number) =>
    Array.from({ length: colours.length / HEX }, (_, index) =>
      Number.parseInt(colours.slice(HEX * index + at, HEX * index + at + 2), 16),
    );
  return [0, 2, 4].map(channel);
}

/** A uniform cubic B-spline through the ends of the values, and near those between. */
function spline(values: readonly number[], t: number): number {
  const last = values.length - 1;
  const at = Math.min(Math.floor(t * last), last - 1);
  const [v1, v2] = [elementAt(values, at), elementAt(values, at + 1)];
  const v0 = at > 0 ? elementAt(values, at - 1) : 2 * v1 - v2;
  const v3 = at < last - 1 ? elementAt(values, at + 2) : 2 * v2 - v1;
  const t1 = (t - at / last) * last;
  const t2 = t1 * t1;
  const t3 = t2 * t1;
  return (
    ((1 - 3 * t1 + 3 * t2 - t3) * v0 + (4 - 6 * t2 + 3 * t3) * v1 + (1 + 3 * t1 + 3 * t2 - 3 * t3) * v2 + t3 * v3) / 6
  );
}

/** From red over white to blue: for what has a centre. */
export function redToBlue(share: number): string {
  const t = between(share, 0, 1);
  return css(...channelsOf(RED_TO_BLUE).map((values) => spline(values, t)));
}

/** From dark blue to yellow: for what grows. */
export function viridis(share: number): string {
  const steps = VIRIDIS.length / HEX;
  const at = between(Math.floor(share * steps), 0, steps - 1);
  return `#${VIRIDIS.slice(HEX * at, HEX * at + HEX)}`;
}
