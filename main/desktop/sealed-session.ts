import { session, type Session } from 'electron';
import { mayLoad } from './may-load.ts';

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
  /** What is shown in a frame of the page, by a scheme of its own; nothing else is ever loaded for a frame. */
  readonly framed?: { readonly scheme: string; readonly serve: (request: Request) => Response; /** Whether it may be loaded now. */ readonly awaits: (address: string) => boolean };
  readonly blocked: (scheme: string) => void;
}

/** A session that serves one page of our own and denies everything else: network, permissions, downloads, devices. */
export function createSealedSession({ partition, scheme, serve, allowed, framed, blocked }: SealedSessionOptions): Session {
  const pages = session.fromPartition(partition, { cache: false });
  pages.protocol.handle(scheme, serve);
  if (framed !== undefined) pages.protocol.handle(framed.scheme, framed.serve);

  pages.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !mayLoad(details, allowed, framed?.awaits);
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
