import { expect, it } from 'vitest';
import { type TrayLook, trayPicture } from '../../../../main/desktop/tray-picture.ts';

const looks = ['locked', 'unlocked', 'offline'] as const satisfies readonly TrayLook[];
const size = 44;
/** Where something is drawn, whatever its colour. */
function shape(look: TrayLook): boolean[] {
  const picture = trayPicture(look, size, true);
  return Array.from({ length: size * size }, (_, pixel) => picture[pixel * 4 + 3]! > 127);
}

it('the states are told apart by shape, not by colour', () => {
  const shapes = looks.map(shape);
  for (const [index, one] of shapes.entries()) {
    const drawn = one.filter(Boolean).length / one.length;
    expect(drawn).toBeGreaterThan(0.15);
    expect(drawn).toBeLessThan(0.6);
    for (const other of shapes.slice(index + 1)) {
      const different = one.filter((pixel, at) => pixel !== other[at]).length / one.length;
      expect(different).toBeGreaterThan(0.03);
    }
  }
});

it('no colour is brighter than its alpha allows', () => {
  for (const look of looks) {
    const picture = trayPicture(look, 22, false);
    for (let at = 0; at < picture.length; at += 4) {
      for (const part of [0, 1, 2]) expect(picture[at + part]).toBeLessThanOrEqual(picture[at + 3]!);
    }
  }
});
