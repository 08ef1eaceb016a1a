/** Draws on a canvas and takes its points. */
export function pointsOf({ width, height }: { readonly width: number; readonly height: number }, draw: (context: OffscreenCanvasRenderingContext2D) => void): Uint8Array<ArrayBuffer> {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('There is no canvas to draw on.');
  draw(context);
  return Uint8Array.from(context.getImageData(0, 0, width, height).data);
}
