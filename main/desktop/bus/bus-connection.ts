import { connect, type Socket } from 'node:net';
import handshake from 'dbus-native/lib/handshake.js';
import { marshall, unmarshalMessages } from 'dbus-native/lib/message.js';
import { z } from 'zod';
import type { Timers } from '../../boundary/timers.ts';
import { type BusAnswer, BusMessage, type BusSignal, messageTypes, noAutoStart } from './bus-message.ts';

/** Bytes. What is listened to takes some hundred; more is nobody's signal. */
const largestMessage = 1024 * 1024;
/** Milliseconds a peer has to answer. */
const answerWithin = 5_000;

export const theBus = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' } as const;

/** A method call, its answer awaited. */
export interface BusCall {
  /** The peer's unique name, or the bus itself: an answer from anybody else is none. */
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

export interface BusConnectionPorts {
  readonly socket: string;
  readonly timers: Timers;
  readonly signal: (signal: BusSignal) => void;
  /** Once, whatever was the reason; nothing comes after it. */
  readonly closed: () => void;
}

interface Awaited {
  readonly from: string;
  readonly settle: (answer: BusAnswer | null) => void;
}

/**
 * One connection to a message bus. It asks and hears signals; a method call that somebody sends here
 * is dropped unread. Every failure ends it, quietly.
 */
export class BusConnection {
  readonly #ports: BusConnectionPorts;
  readonly #socket: Socket;
  readonly #awaited = new Map<number, Awaited>();
  #serial = 0;
  #over = false;

  constructor(ports: BusConnectionPorts) {
    this.#ports = ports;
    this.#socket = connect(ports.socket);
    this.#socket.on('error', () => this.end());
    this.#socket.on('close', () => this.end());
  }

  /** Says who we are, and hello, without which the bus serves nothing. */
  async hello(): Promise<void> {
    await this.#authenticate();
    unmarshalMessages(this.#socket, (message) => this.#take(message), { maxMessageSize: largestMessage }, () => this.end());
    await this.askBus('Hello');
  }

  /** Asks the bus itself. Rejects where it says no, does not answer, or is gone. */
  askBus(member: string, ...body: readonly string[]): Promise<readonly unknown[]> {
    return this.ask({ destination: theBus.name, path: theBus.path, interface: theBus.name, member, ...(body.length > 0 && { signature: 's'.repeat(body.length), body }) });
  }

  /** Rejects where the peer says no, does not answer within five seconds, or is gone. */
  ask(call: BusCall): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      if (this.#over) {
        reject(new Error('The bus is gone.'));
        return;
      }
      this.#serial += 1;
      const serial = this.#serial;
      const { body, ...header } = call;
      const bytes = marshall({ type: messageTypes.call, serial, flags: noAutoStart, ...header, ...(body !== undefined && { body: [...body] }) });
      const stopWaiting = this.#ports.timers.after(answerWithin, () => this.#awaited.get(serial)?.settle(null));
      this.#awaited.set(serial, {
        from: call.destination,
        settle: (answer) => {
          this.#awaited.delete(serial);
          stopWaiting();
          if (answer?.type === messageTypes.reply) resolve(answer.body);
          else reject(new Error('The bus did not answer as asked.'));
        },
      });
      this.#socket.write(bytes);
    });
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket.destroy();
    for (const { settle } of this.#awaited.values()) settle(null);
    this.#ports.closed();
  }

  /** EXTERNAL: as the user this process runs as, which the system tells the bus. */
  #authenticate(): Promise<void> {
    return new Promise((resolve, reject) => {
      const refused = () => reject(new Error('The bus did not let us in.'));
      const stopWaiting = this.#ports.timers.after(answerWithin, refused);
      this.#socket.once('close', refused);
      handshake(this.#socket, { authMethods: ['EXTERNAL'] }, (error) => {
        stopWaiting();
        if (error === null) resolve();
        else refused();
      });
    });
  }

  #take(raw: unknown): void {
    const message = BusMessage.safeParse(raw);
    if (this.#over || !message.success) return;
    if (message.data.type === messageTypes.signal) {
      this.#ports.signal(message.data);
      return;
    }
    const awaited = this.#awaited.get(message.data.replySerial);
    if (awaited?.from === message.data.sender) awaited.settle(message.data);
  }
}

/** The one text an answer consists of. */
export const oneText = z.tuple([z.string()]).transform(([text]) => text);
