/** What the icon in the tray says: shut, open, or open without the hub. Told apart by shape, not by colour. */
export type TrayLook = 'locked' | 'unlocked' | 'offline';

/** Seen on light and on dark panels (3:1 on white and on black). */
const colour = { red: 0x2b, green: 0x8c, blue: 0x8c } as const;
/** Points looked at in each pixel, across and down: smooth edges. */
const samples = 4;

/** Whether a point of the unit square belongs to the padlock. */
function covers(look: TrayLook, x: number, y: number): boolean {
  if (look === 'offline') {
    // A bar from corner to corner, with a gap on both sides of it.
    const across = Math.abs(x - y) / Math.SQRT2;
    if (across < 0.05 && x > 0.08 && x < 0.92) return true;
    if (across < 0.11) return false;
  }
  const inBody = x > 0.2 && x < 0.8 && y > 0.46 && y < 0.9;
  const inKeyhole = Math.hypot(x - 0.5, y - 0.66) < 0.075;
  if (inBody) return !inKeyhole;
  // The bow: a half ring on two legs; open, it is raised and its right leg is short.
  const raised = look === 'locked' ? 0 : 0.1;
  const middle = 0.34 - raised;
  const distance = Math.hypot(x - 0.5, y - middle);
  if (y <= middle) return distance > 0.14 && distance < 0.24;
  const leg = Math.abs(x - 0.5) > 0.14 && Math.abs(x - 0.5) < 0.24;
  return leg && y <= 0.46 && (look === 'locked' || x < 0.5 || y < middle + 0.06);
}

/** A dot's pixels, in the same order as the icon's. @param size pixels on each side */
export function dotPicture(size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  for (let at = 0; at < size * size; at += 1) {
    const away = Math.hypot((at % size) + 0.5 - size / 2, Math.floor(at / size) + 0.5 - size / 2);
    // One pixel of smooth edge.
    const share = Math.min(1, Math.max(0, size / 2 - away));
    pixels.set([colour.blue * share, colour.green * share, colour.red * share, 255 * share].map(Math.round), at * 4);
  }
  return pixels;
}

/**
 * The icon's pixels: blue, green, red, alpha, premultiplied, row by row.
 * @param size pixels on each side
 * @param black for macOS, which colours the icon itself
 */
export function trayPicture(look: TrayLook, size: number, black: boolean): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const { red, green, blue } = black ? { red: 0, green: 0, blue: 0 } : colour;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let hits = 0;
      for (let n = 0; n < samples * samples; n += 1) {
        const x = (column + ((n % samples) + 0.5) / samples) / size;
        const y = (row + (Math.floor(n / samples) + 0.5) / samples) / size;
        if (covers(look, x, y)) hits += 1;
      }
      const share = hits / (samples * samples);
      pixels.set([blue * share, green * share, red * share, 255 * share].map(Math.round), (row * size + column) * 4);
    }
  }
  return pixels;
}
