import { parentPort } from 'node:worker_threads';
import { limitedResolver } from './channels/email/authenticate-mail.ts';
import { type MailToRead, readMail } from './channels/email/read-mail.ts';

/** Entry of the thread that reads mail, one at a time: see channels/email/reading-thread.ts. */
const port = parentPort;
if (port === null) throw new Error('This file runs as a thread of the hub.');
const resolver = limitedResolver();

port.on('message', (mail: MailToRead) => {
  // The time that reading may take counts from here, not from when the thread was started.
  port.postMessage({ begun: true });
  void readMail(mail, resolver).then(
    (read) => port.postMessage({ read }),
    // Without the error, which may quote the mail.
    () => port.postMessage({ read: null }),
  );
});
