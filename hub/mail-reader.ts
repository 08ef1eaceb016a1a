import { parentPort } from 'node:worker_threads';
import { limitedResolver, noResolver } from './channels/email/authenticate-mail.ts';
import type { MailToRead } from './channels/email/mail-to-read.ts';
import { readMail } from './channels/email/read-mail.ts';
import type { ReceivedFile } from './intake/stages.ts';

/** Entry of the thread that reads mail, one at a time: see channels/email/reading-thread.ts. */
const port = parentPort;
if (port === null) throw new Error('This file runs as a thread of the hub.');
const resolver = limitedResolver();

port.on('message', (mail: MailToRead) => {
  // The time that reading may take counts from here, not from when the thread was started.
  port.postMessage({ begun: true });
  void readMail(mail, mail.offline === true ? noResolver : resolver).then(
    (read) => port.postMessage({ read }, ownBuffers(read.message.attachments)),
    // Without the error, which may quote the mail.
    () => port.postMessage({ read: null }),
  );
});

/** Contents go over without a copy: of a large mail there are enough of them already. */
function ownBuffers(files: readonly ReceivedFile[]): ArrayBuffer[] {
  const buffers = files.flatMap(({ contents }) => (contents?.state === 'read' && contents.bytes.buffer instanceof ArrayBuffer ? [contents.bytes.buffer] : []));
  return [...new Set(buffers)];
}
