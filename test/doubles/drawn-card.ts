import { createCanvas } from '@napi-rs/canvas';

export interface CardPicture {
  /** Height of the letters, in points. */
  readonly letters: number;
  /** In degrees. */
  readonly tilt?: number;
  /** How much of the range from black to white each point may be off, 0 to 1. */
  readonly noise?: number;
  /** Grey on grey instead of black on white. */
  readonly faint?: boolean;
  readonly as?: 'png' | 'jpeg';
}

/** A note with a card number, as a picture. The same numbers make the same picture. */
export function drawnCard(number: string, { letters, tilt = 0, noise = 0, faint = false, as = 'png' }: CardPicture): Buffer {
  const width = Math.max(500, letters * 24);
  const height = Math.max(240, Math.round(letters * 10 + Math.abs(Math.sin((tilt * Math.PI) / 180)) * width));
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = faint ? '#b0b0b0' : '#ffffff';
  pen.fillRect(0, 0, width, height);
  pen.translate(width / 2, height / 2);
  pen.rotate((tilt * Math.PI) / 180);
  pen.fillStyle = faint ? '#606060' : '#101010';
  pen.font = `${letters}px sans-serif`;
  pen.textAlign = 'center';
  pen.fillText('Please charge my card', 0, -letters * 1.5);
  pen.fillText(number, 0, 0);
  pen.fillText('Thank you, Anna', 0, letters * 1.5);
  if (noise > 0) {
    const points = pen.getImageData(0, 0, width, height);
    let seed = 7;
    for (let at = 0; at < points.data.length; at += 1) {
      if (at % 4 === 3) continue;
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      points.data[at] = Math.min(255, Math.max(0, points.data[at]! + (seed / 2_147_483_648 - 0.5) * 2 * 255 * noise));
    }
    pen.putImageData(points, 0, 0);
  }
  return as === 'png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg');
}
