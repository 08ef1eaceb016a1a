import { session, type Session } from 'electron';

/** A proxy where nothing listens (discard, RFC 863): a request that got past everything else ends there. */
const nowhere = 'http://127.0.0.1:9';

export interface SealedSessionOptions {
  /** In memory, not `persist:`: what Chromium keeps for a page (cache, storage, cookies) goes with it. */
  readonly partition: string;
  /** Its page's own. */
  readonly scheme: string;
  /** Answers what is asked for by that scheme. */
  readonly serve: (request: Request) => Promise<Response>;
  /** What its page may ask for, itself included, by how addresses begin. */
  readonly allowed: readonly string[];
  readonly blocked: (scheme: string) => void;
}

/** A session that serves one page of our own and denies everything else: network, permissions, downloads, devices. */
export function createSealedSession({ partition, scheme, serve, allowed, blocked }: SealedSessionOptions): Session {
  const pages = session.fromPartition(partition, { cache: false });
  pages.protocol.handle(scheme, serve);

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
