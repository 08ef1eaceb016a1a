import { WebSocket, type RawData } from 'ws';
import { maxFrameLength } from '../../shared/contract/wire/frames.ts';
import type { Timers } from '../boundary/timers.ts';
import type { VaultProcess } from '../boundary/vault-process.ts';
import type { HubLink, LinkEvent, LinkStatus } from '../unlock/hub-link.ts';
import { reconnectWait } from './backoff.ts';
import { dialHub, MistrustError } from './hub-socket.ts';
import { readRoutes } from './proxy.ts';

/** After a wrong certificate: the network may be a hotel's, which lets one through later. */
const mistrustWait = 5 * 60_000;
/** A connection that held this long makes the next wait short again. */
const heldWell = 30_000;
const pingEvery = 25_000;
const pongLimit = 15_000;
const upgradeLimit = 15_000;
/**
 * Frames handed to the vault process and not yet answered: the socket rests above the first, goes on below the second. So
 * many that one transaction's worth is decrypted while another is stored and a third is on its way; of large frames fewer.
 */
const inHand = { frames: { high: 3072, low: 1536 }, characters: { high: 10_000_000, low: 4_000_000 } } as const;

export type LinkNote =
  | { readonly event: 'link'; readonly status: LinkStatus }
  | { readonly event: 'link-failed'; readonly kind: string };

export interface ConnectionPorts {
  readonly timers: Timers;
  /** From 0 to 1, for spreading reconnections. */
  readonly random: () => number;
  /** What the system says about proxies for this address, in the words of a proxy configuration file. */
  readonly resolveProxy: (url: string) => Promise<string>;
  readonly note: (note: LinkNote) => void;
}

interface Target {
  readonly url: string;
  readonly tls: string | null;
}

/**
 * The WebSocket to the hub. It knows where, through which proxy and with which certificate, and
 * carries frames as they are between the socket and the vault process; it never looks into one.
 */
export class Connection implements HubLink {
  readonly #ports: ConnectionPorts;
  #process: VaultProcess | null = null;
  #target: Target | null = null;
  #socket: WebSocket | null = null;
  #status: LinkStatus = 'offline';
  #listeners: ((status: LinkStatus) => void)[] = [];
  #failures = 0;
  /** Set when trying again is of no use until something changes. */
  #resting = false;
  /** Grows with every new beginning, so that what belongs to an older one is dropped. */
  #turn = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
  }

  status(): LinkStatus {
    return this.#status;
  }

  onStatus(listener: (status: LinkStatus) => void): void {
    this.#listeners.push(listener);
  }

  attach(process: VaultProcess): void {
    this.detach();
    this.#process = process;
    this.#failures = 0;
    this.#resting = false;
    this.retarget();
  }

  detach(): void {
    this.#process = null;
    this.#target = null;
    this.#drop(1000);
  }

  retarget(): void {
    const process = this.#process;
    if (process === null) return;
    process.call('link.target', null).then(
      (target) => {
        if (this.#process !== process) return;
        if (target !== null && target.url === this.#target?.url && target.tls === this.#target.tls) return;
        this.#target = target;
        this.#resting = false;
        this.#failures = 0;
        this.#drop(1000);
        this.#connect();
      },
      // The process ended: another one will be attached.
      () => undefined,
    );
  }

  wake(): void {
    this.#resting = false;
    this.#failures = 0;
    if (this.#socket?.readyState === WebSocket.OPEN) {
      // It may be a socket of a network that is gone; the heartbeat finds out at once.
      this.#beat(this.#socket, this.#turn, 0);
      return;
    }
    this.#connect();
  }

  handle(event: LinkEvent): void {
    if (event.kind === 'send') {
      if (this.#socket?.readyState !== WebSocket.OPEN) return;
      this.#socket.send(event.text);
      return;
    }
    this.#resting = !event.retry;
    this.#ports.note({ event: 'link-failed', kind: event.retry ? 'closed-by-core' : 'closed-by-core-for-good' });
    this.#lost(this.#turn, 1000);
  }

  #enter(status: LinkStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#ports.note({ event: 'link', status });
    for (const listener of this.#listeners) listener(status);
  }

  /** Ends whatever socket there is; nothing of it is heard any more. */
  #drop(code: number): void {
    this.#turn += 1;
    this.#cancelRetry();
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) {
      socket.removeAllListeners();
      if (socket.readyState === WebSocket.OPEN) {
        socket.on('error', () => undefined);
        socket.close(code);
        // A hub that doesn't answer the close must not keep the socket.
        this.#ports.timers.after(2_000, () => socket.terminate());
      } else {
        discard(socket);
      }
    }
    this.#enter('offline');
  }

  #connect(): void {
    const target = this.#target;
    if (this.#process === null || target === null || this.#resting) return;
    if (this.#socket !== null || this.#status === 'connecting') return;
    this.#cancelRetry();
    this.#turn += 1;
    const turn = this.#turn;
    this.#enter('connecting');
    this.#dial(target).then(
      (socket) => {
        if (turn === this.#turn) this.#adopt(socket, turn);
        else discard(socket);
      },
      (error: unknown) => {
        if (turn !== this.#turn) return;
        if (error instanceof MistrustError) this.#mistrusted();
        else {
          this.#ports.note({ event: 'link-failed', kind: kindOf(error) });
          this.#lost(turn, 1000);
        }
      },
    );
  }

  async #dial(target: Target): Promise<WebSocket> {
    const url = new URL(target.url);
    if (url.protocol !== 'wss:') throw new Error('The hub is reached over TLS only.');
    // Resolvers know the schemes of pages; wss has the proxies of https.
    const routes = readRoutes(await this.#ports.resolveProxy(target.url.replace(/^wss:/, 'https:')));
    let failure: unknown = new Error('No usable proxy.');
    for (const route of routes) {
      try {
        const secured = await dialHub({ url, fingerprint: target.tls, route });
        return new WebSocket(url, {
          createConnection: () => secured,
          handshakeTimeout: upgradeLimit,
          maxPayload: maxFrameLength,
          // Compression beside secrets tells of them by length (as in BREACH).
          perMessageDeflate: false,
          followRedirects: false,
        });
      } catch (error) {
        if (error instanceof MistrustError) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  #adopt(socket: WebSocket, turn: number): void {
    this.#socket = socket;
    let stopHolding: () => void = () => undefined;
    let stopBeating: () => void = () => undefined;
    socket.on('open', () => {
      this.#enter('online');
      void this.#tell((process) => process.call('link.opened', null));
      stopHolding = this.#ports.timers.after(heldWell, () => {
        this.#failures = 0;
      });
      stopBeating = this.#beat(socket, turn, pingEvery);
    });
    let frames = 0;
    let characters = 0;
    socket.on('message', (data, isBinary) => {
      if (isBinary) {
        this.#ports.note({ event: 'link-failed', kind: 'binary-frame' });
        this.#lost(turn, 1003);
        return;
      }
      const text = asText(data);
      frames += 1;
      characters += text.length;
      if (frames >= inHand.frames.high || characters >= inHand.characters.high) socket.pause();
      const taken = () => {
        frames -= 1;
        characters -= text.length;
        if (frames <= inHand.frames.low && characters <= inHand.characters.low && socket.isPaused) socket.resume();
      };
      void this.#tell((process) => process.call('link.frame', { text })).then(taken);
    });
    socket.on('error', (error) => this.#ports.note({ event: 'link-failed', kind: kindOf(error) }));
    socket.on('close', () => {
      stopHolding();
      stopBeating();
      this.#lost(turn, 1000);
    });
  }

  async #tell(call: (process: VaultProcess) => Promise<null>): Promise<void> {
    // A process that fails or ends shows it in its own way; the link has nothing to add.
    if (this.#process !== null) await call(this.#process).catch(() => undefined);
  }

  /** Asks whether the other side is still there, again and again; returns how to stop. */
  #beat(socket: WebSocket, turn: number, wait: number): () => void {
    let cancel: () => void = () => undefined;
    const ask = () => {
      if (turn !== this.#turn || socket.readyState !== WebSocket.OPEN) return;
      let answered = false;
      socket.once('pong', () => {
        answered = true;
      });
      socket.ping();
      cancel = this.#ports.timers.after(pongLimit, () => {
        if (turn !== this.#turn) return;
        // A socket that rests because the vault process is busy reads no pongs either.
        if (!answered && !socket.isPaused) {
          this.#ports.note({ event: 'link-failed', kind: 'silent' });
          this.#lost(turn, 1001);
        } else if (wait > 0) cancel = this.#ports.timers.after(wait, ask);
      });
    };
    cancel = this.#ports.timers.after(wait, ask);
    return () => cancel();
  }

  #mistrusted(): void {
    this.#socket = null;
    this.#turn += 1;
    this.#ports.note({ event: 'link-failed', kind: 'mistrusted' });
    this.#enter('mistrusted');
    this.#cancelRetry = this.#ports.timers.after(mistrustWait, () => this.#connect());
  }

  #lost(turn: number, code: number): void {
    if (turn !== this.#turn) return;
    const wasOnline = this.#status === 'online';
    this.#drop(code);
    if (wasOnline) void this.#tell((process) => process.call('link.closed', null));
    if (this.#process === null || this.#target === null || this.#resting) return;
    this.#failures += 1;
    this.#cancelRetry = this.#ports.timers.after(reconnectWait(this.#failures, this.#ports.random()), () => this.#connect());
  }
}

function discard(socket: WebSocket): void {
  // One that was not open yet reports its end as an error.
  socket.on('error', () => undefined);
  socket.terminate();
}

function asText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

/** A failure's kind without its text, which may name hosts. */
function kindOf(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    if ('kind' in error && typeof error.kind === 'string') return error.kind;
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return 'failed';
}
