/** The drawing inside its axes, in CSS pixels. */
export interface Place {
  readonly width: number;
  readonly height: number;
  readonly days: number;
  /** What the upper edge stands for. */
  readonly top: number;
}

/** A round number at or above the most, and three or fewer marks below it: whole ones, since what is counted is whole. */
export function axis(most: number): { readonly top: number; readonly ticks: readonly number[] } {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  const top = [1, 2, 4, 6, 8, 10].map((step) => step * size).find((round) => round >= most) ?? 10 * size;
  return { top, ticks: top === 1 ? [0, 1] : [0, top / 2, top] };
}

/** With a few days each is a point as well; with one there is nothing but the point. */
const daysWithPoints = 31;

/** Where a series goes: from the first day at the start edge to the last at the end edge. */
export function lineOf(values: readonly number[], { width, height, days, top }: Place): { readonly path: string; readonly points: readonly { readonly x: number; readonly y: number }[] } {
  const points = values.map((value, at) => ({ x: days < 2 ? width / 2 : (width * at) / (days - 1), y: height * (1 - value / top) }));
  const path = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  return { path, points: days <= daysWithPoints ? points.map(({ x, y }) => ({ x: round(x), y: round(y) })) : [] };
}

const round = (value: number): number => Math.round(value * 10) / 10;
