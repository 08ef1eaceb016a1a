import { DocumentToLookInto, lookInto } from './intake/documents/look-into.ts';
import { withoutNetwork } from './intake/documents/without-network.ts';

/** Entry of the process that reads documents, one at a time: see intake/documents/reading-process.ts. */
withoutNetwork();
const tell = process.send?.bind(process);
if (tell === undefined) throw new Error('This file runs as a process of the hub.');

process.on('message', (message) => {
  // The time that reading may take counts from here, not from when the process was started.
  tell({ begun: true });
  void look(message).then(
    (looked) => tell({ looked }),
    // Without the error, which may quote the document.
    () => tell({ looked: null }),
  );
});
// The hub has ended.
process.on('disconnect', () => process.exit(0));

async function look(message: unknown) {
  const { pictures, ...document } = DocumentToLookInto.parse(message);
  // Loaded for the first picture that is read.
  const readPicture = pictures ? (await import('./intake/documents/picture.ts')).readPicture : null;
  return lookInto(document, readPicture);
}
