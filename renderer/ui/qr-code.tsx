import { create } from 'qrcode';
import { useMemo } from 'react';
import './qr-code.css';

/** ISO/IEC 18004 asks for four modules of quiet around the code. */
const quiet = 4;

/** Drawn as one SVG path from the modules: no picture, no canvas, no markup from a string. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: 'M' });
    const parts: string[] = [];
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (modules.get(row, column)) parts.push(`M${column + quiet} ${row + quiet}h1v1h-1z`);
      }
    }
    return { size: modules.size + 2 * quiet, path: parts.join('') };
  }, [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect className="qr-paper" width={size} height={size} />
      <path className="qr-ink" d={path} />
    </svg>
  );
}
