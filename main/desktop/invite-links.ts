import { app } from 'electron';
import { linkIn } from './link-argument.ts';

const scheme = 'sealdesk';

/**
 * Calls `opened` with each `sealdesk:` link: of the arguments this program was started with, of those
 * that a second start was (it ends at once), and, on macOS, of the event by which the system hands a
 * link over. Must run before Electron is ready, or the link that started the program is missed there.
 */
export function watchInviteLinks(opened: (link: string) => void): void {
  // Everything behind `--` is no switch to Chromium, whatever quotation marks a link has in it: on Windows
  // a link is put into a command line.
  if (app.isPackaged) app.setAsDefaultProtocolClient(scheme, process.execPath, ['--']);
  const openedFrom = (argv: readonly string[]) => {
    const link = linkIn(argv);
    if (link !== null) opened(link);
  };
  app.on('second-instance', (_event, argv) => openedFrom(argv));
  app.on('open-url', (event, link) => {
    event.preventDefault();
    opened(link);
  });
  openedFrom(process.argv);
}
