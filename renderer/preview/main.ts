import type { Shown } from '../../shared/contract/ipc/attachments.ts';
import type { FromPreview, ToPreview } from '../../shared/contract/preview.ts';
import { Contents } from './contents.ts';
import type { Drawing } from './drawing.ts';
import { openDrawing } from './open-drawing.ts';

/**
 * The page of the preview process. It is never shown: it draws pages of one attachment, which it reads through one port, and
 * answers with points. Nothing it holds is worth more than that attachment.
 */
function serve(port: MessagePort): void {
  const tell = (message: FromPreview) => port.postMessage(message);
  let contents: Contents | null = null;
  let drawing: Promise<Drawing> | null = null;

  const draw = async (id: number, page: number, width: number): Promise<void> => {
    if (contents === null) return;
    const { damaged } = contents;
    drawing ??= openDrawing(contents);
    const failed = (): Shown => ({ kind: 'not-shown', why: damaged() ? 'damaged' : 'unknown-kind' });
    tell({ t: 'drawn', id, shown: await drawing.then((opened) => opened.draw(page, width)).catch(failed) });
  };

  // Main is what it says it is: nothing else has the other end.
  port.addEventListener('message', ({ data: message }: MessageEvent<ToPreview>) => {
    switch (message.t) {
      case 'attachment':
        contents = new Contents(message.size, (index) => tell({ t: 'read', index }));
        return;
      case 'chunk':
        contents?.came(message.index, message.bytes);
        return;
      case 'draw':
        void draw(message.id, message.page, message.width);
        return;
    }
  });
  port.start();
}

window.addEventListener('message', ({ source, data, ports: [port] }) => {
  if (source === window && data === 'preview' && port !== undefined) serve(port);
}, { once: true });
