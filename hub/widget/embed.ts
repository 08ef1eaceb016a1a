/**
 * What a shop puts in its page: `<script src="https://hub.example/chat/embed.js" async></script>`, with
 * `data-channel` for one chat of several. A button opens the chat in a frame of the hub's own origin:
 * the shop's page and its scripts never see what is said. Styles are set through the CSSOM, which a
 * strict Content-Security-Policy allows.
 */
const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const address = new URL('./', script.src);
  const channel = script.dataset['channel'];
  if (channel !== undefined) address.searchParams.set('channel', channel);
  install(address.href, script.dataset['label'] ?? 'Chat with us');
}

function install(address: string, label: string): void {
  const host = document.createElement('div');
  // The shop's style sheets end here.
  const root = host.attachShadow({ mode: 'open' });
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.setAttribute('aria-expanded', 'false');
  style(button, {
    position: 'fixed', insetBlockEnd: '16px', insetInlineEnd: '16px', zIndex: '2147483000', minBlockSize: '44px', padding: '0 20px',
    border: '1px solid transparent', borderRadius: '22px', background: '#0b6a6c', color: '#ffffff', font: '600 14px/20px system-ui, sans-serif', cursor: 'pointer',
  });
  let frame: HTMLIFrameElement | null = null;
  const toggle = (open: boolean): void => {
    frame ??= openFrame(root, address, label);
    frame.style.display = open ? 'block' : 'none';
    button.textContent = open ? 'Close chat' : label;
    button.setAttribute('aria-expanded', String(open));
    if (open) frame.focus();
  };
  button.addEventListener('click', () => toggle(button.getAttribute('aria-expanded') === 'false'));
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || button.getAttribute('aria-expanded') === 'false') return;
    toggle(false);
    button.focus();
  });
  root.append(button);
  document.body.append(host);
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
