import { embedWords } from '../../shared/customer-words/embed-words.ts';
import { firstSpoken } from '../../shared/language/languages.ts';
import { type FromShop, shopKnows, type ToShop } from './shop.ts';

/**
 * What a shop puts in its page: `<script src="https://hub.example/chat/embed.js" async></script>`, with
 * `data-channel` for one chat of several and `data-language` for a language that is not the page's. A button opens the chat in a frame of the hub's own origin:
 * the shop's page and its scripts never see what is said. Styles are set through the CSSOM, which a
 * strict Content-Security-Policy allows.
 *
 * A shop that knows its customers says who is logged in: `data-token-from` names an address of its own that answers with
 * what its server has signed, or it calls `sealdeskChat.identify` with that, or with a function that fetches it.
 */
type Source = string | (() => string | null | Promise<string | null>);

interface ShopChat {
  /** Who is logged in. A function is asked whenever the chat needs to know; a token is good once. */
  identify(source: Source): void;
  /** The customer has logged out: the chat forgets them. */
  logout(): void;
  open(): void;
  close(): void;
}

declare global {
  interface Window {
    sealdeskChat?: ShopChat;
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const address = new URL('./', script.src);
  const { channel, label, language, tokenFrom } = script.dataset;
  // What the shop says of its page; where it says nothing, the hub knows what its chat speaks.
  const asked = language ?? document.documentElement.lang;
  if (channel !== undefined) address.searchParams.set('channel', channel);
  if (asked !== '') address.searchParams.set('language', asked);
  const { open, close } = embedWords[firstSpoken([asked, ...navigator.languages])];
  window.sealdeskChat = install(address, { open: label ?? open, close }, tokenFrom === undefined ? null : () => tokenAt(tokenFrom));
  window.dispatchEvent(new Event('sealdesk-chat'));
}

function install(address: URL, label: { readonly open: string; readonly close: string }, first: Source | null): ShopChat {
  let source = first;
  const host = document.createElement('div');
  // The shop's style sheets end here.
  const root = host.attachShadow({ mode: 'open' });
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label.open;
  button.setAttribute('aria-expanded', 'false');
  style(button, {
    position: 'fixed', insetBlockEnd: '16px', insetInlineEnd: '16px', zIndex: '2147483000', minBlockSize: '44px', padding: '0 20px',
    border: '1px solid transparent', borderRadius: '22px', background: '#0b6a6c', color: '#ffffff', font: '600 14px/20px system-ui, sans-serif', cursor: 'pointer',
  });
  let frame: HTMLIFrameElement | null = null;
  const isOpen = (): boolean => button.getAttribute('aria-expanded') === 'true';
  const toggle = (open: boolean): void => {
    if (!open && frame === null) return;
    frame ??= openFrame(root, source === null ? address.href : address.href + shopKnows, label.open);
    frame.style.display = open ? 'block' : 'none';
    button.textContent = open ? label.close : label.open;
    button.setAttribute('aria-expanded', String(open));
    if (open) frame.focus();
  };
  button.addEventListener('click', () => toggle(!isOpen()));
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !isOpen()) return;
    toggle(false);
    button.focus();
  });
  const tell = (message: FromShop): void => frame?.contentWindow?.postMessage(message, address.origin);
  const tellIdentity = async (): Promise<void> => {
    const given = source;
    const token = typeof given === 'function' ? await Promise.resolve().then(given).catch(() => null) : given;
    // Another customer may have come meanwhile, or none be left.
    if (given === source) tell({ sealdesk: 'identity', token });
  };
  addEventListener('message', ({ source: from, origin, data }: MessageEvent<Partial<ToShop> | null>) => {
    if (frame !== null && from === frame.contentWindow && origin === address.origin && data?.sealdesk === 'identity-wanted') void tellIdentity();
  });
  root.append(button);
  document.body.append(host);
  return {
    identify(given) {
      source = given;
      if (frame !== null) void tellIdentity();
    },
    logout() {
      source = null;
      if (frame !== null) tell({ sealdesk: 'logout' });
    },
    open: () => toggle(true),
    close: () => toggle(false),
  };
}

/** @returns what the shop's server has signed; null where nobody is logged in. */
async function tokenAt(address: string): Promise<string | null> {
  const response = await fetch(address, { credentials: 'same-origin', cache: 'no-store', headers: { Accept: 'text/plain' } });
  const token = response.ok ? (await response.text()).trim() : '';
  return token === '' ? null : token;
}

/** Loaded at the first click only: who does not chat is not seen by the hub. */
function openFrame(root: ShadowRoot, address: string, label: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.src = address;
  frame.title = label;
  frame.referrerPolicy = 'no-referrer';
  style(frame, {
    position: 'fixed', insetBlockEnd: '72px', insetInlineEnd: '16px', zIndex: '2147483000', inlineSize: 'min(400px, calc(100vw - 32px))', blockSize: 'min(620px, calc(100vh - 96px))',
    border: '1px solid #8796a0', borderRadius: '10px', background: 'Canvas', colorScheme: 'light dark',
  });
  root.append(frame);
  return frame;
}

function style(element: HTMLElement, rules: Partial<CSSStyleDeclaration>): void {
  Object.assign(element.style, rules);
}
