import { BrowserWindow, type Session } from 'electron';
import type { Timers } from '../../boundary/timers.ts';
import { endWindow } from '../end-window.ts';
import { createSealedSession } from '../sealed-session.ts';
import { paperOrigin, paperScheme } from './paper-scheme.ts';

/** Milliseconds that loading and printing may take together. */
const printLimit = 120_000;
/** Inches. */
const margins = { marginType: 'custom', top: 0.9, bottom: 0.8, left: 0.8, right: 0.8 } as const;

export interface PrinterPorts {
  readonly timers: Timers;
  readonly blocked: (scheme: string) => void;
}

/**
 * Prints pages that were written here, each in a hidden window of its own: sandboxed, without script, in a session that has
 * no network and serves that one page once. The window's process ends with the print.
 */
export class PagePrinter {
  readonly #ports: PrinterPorts;
  #session: Session | null = null;
  /** The page that is to be printed, until it has been fetched. */
  #page: string | null = null;
  #window: BrowserWindow | null = null;
  #giveUp: (why: Error) => void = () => undefined;

  constructor(ports: PrinterPorts) {
    this.#ports = ports;
  }

  /** One at a time. @param mark for the margins of each page: who and when above, the rest below. @throws Error where it cannot be printed, or `end` came first */
  async print(html: string, mark: readonly string[]): Promise<Uint8Array> {
    this.end();
    this.#page = html;
    const window = new BrowserWindow({
      show: false,
      focusable: false,
      skipTaskbar: true,
      title: 'Sealdesk print',
      webPreferences: {
        session: (this.#session ??= this.#createSession()),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        javascript: false,
        images: false,
        webSecurity: true,
        webviewTag: false,
        plugins: false,
        spellcheck: false,
        devTools: false,
        backgroundThrottling: false,
      },
    });
    this.#window = window;
    const stop = this.#ports.timers.after(printLimit, () => this.end());
    // A window that is ended half-way may never answer.
    const ended = new Promise<never>((_, reject) => {
      this.#giveUp = reject;
    });
    const printed = window.webContents
      .loadURL(`${paperOrigin}/`)
      .then(() => window.webContents.printToPDF({ pageSize: 'A4', printBackground: true, margins, displayHeaderFooter: true, ...inMargins(mark) }));
    printed.catch(() => undefined);
    try {
      return await Promise.race([printed, ended]);
    } finally {
      stop();
      if (this.#window === window) this.end();
    }
  }

  /** Ends what is being printed, with all that it holds. */
  end(): void {
    this.#page = null;
    const window = this.#window;
    this.#window = null;
    this.#giveUp(new Error('The print was ended.'));
    if (window !== null) endWindow(window);
  }

  #createSession(): Session {
    const serve = (): Promise<Response> => {
      const page = this.#page;
      this.#page = null;
      return Promise.resolve(page === null ? new Response(null, { status: 404 }) : new Response(page, { headers: paperHeaders }));
    };
    return createSealedSession({ partition: 'sealdesk-paper', scheme: paperScheme, allowed: [`${paperOrigin}/`], serve, blocked: this.#ports.blocked });
  }
}

/** The page's own policy stands in the page, where it holds for whoever opens it; this adds what only a header can say. */
const paperHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** Chromium's print header and footer: a page of its own, with our mark and its page numbers. Without ligatures, so that a number can be searched for. */
function inMargins([who = '', when = '', ...rest]: readonly string[]): { headerTemplate: string; footerTemplate: string } {
  const line = (...parts: readonly string[]) =>
    `<div style="width: 100%; margin: 0 0.6in; color: #56646b; font: 8px system-ui, sans-serif; font-variant-ligatures: none; white-space: nowrap; display: flex; justify-content: space-between; gap: 16px">${parts.map((part) => `<span style="overflow: hidden; text-overflow: ellipsis">${part}</span>`).join('')}</div>`;
  return {
    headerTemplate: line(escaped(who), escaped(when)),
    footerTemplate: line(escaped(rest.join(' · ')), '<span class="pageNumber"></span> / <span class="totalPages"></span>'),
  };
}
