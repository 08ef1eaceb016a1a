import { protocol, session, type Session } from 'electron';
import { pageOrigin } from '../ipc/frame.ts';
import { servePageFrom } from './page-files.ts';

/** Not `persist:`: what Chromium keeps for a page (cache, storage, cookies) stays in memory and goes with it. */
const partition = 'sealdesk-page';

/** A proxy where nothing listens (discard, RFC 863): a request that got past everything else ends there. */
const nowhere = 'http://127.0.0.1:9';

/** Must run before Electron is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false, stream: false, bypassCSP: false, allowServiceWorkers: false, codeCache: false } },
  ]);
}

export interface PageSessionOptions {
  /** The build of the page. */
  readonly folder: string;
  /** Whether developer tools may load their own files. */
  readonly developerTools: boolean;
  readonly blocked: (scheme: string) => void;
}

/** The session the window's page lives in: it serves our own files and denies everything else. */
export function createPageSession({ folder, developerTools, blocked }: PageSessionOptions): Session {
  const pages = session.fromPartition(partition, { cache: false });
  pages.protocol.handle('app', servePageFrom(folder));

  const allowed = developerTools ? [`${pageOrigin}/`, 'devtools://', 'data:image/'] : [`${pageOrigin}/`, 'data:image/'];
  pages.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !allowed.some((start) => details.url.startsWith(start));
    if (cancel) blocked(/^[a-z][a-z0-9+.-]{0,20}(?=:)/i.exec(details.url)?.[0] ?? 'unknown');
    answer({ cancel });
  });
  pages.enableNetworkEmulation({ offline: true });
  void pages.setProxy({ mode: 'fixed_servers', proxyRules: nowhere, proxyBypassRules: '<-loopback>' });
  pages.setCertificateVerifyProc((_request, verdict) => verdict(-2));

  pages.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  pages.setPermissionCheckHandler(() => false);
  pages.setDevicePermissionHandler(() => false);
  pages.on('will-download', (event) => event.preventDefault());
  pages.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  pages.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose('');
  });
  pages.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose('');
  });
  // Its dictionaries would come from the network.
  pages.setSpellCheckerEnabled(false);
  return pages;
}
