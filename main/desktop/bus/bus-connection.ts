import { connect } from 'node:net';
import { createConnection, type DBusConnection } from 'dbus-native';
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
  readonly #connection: DBusConnection;
  readonly #awaited = new Map<number, Awaited>();
  #serial = 0;
  #over = false;

  constructor(ports: BusConnectionPorts) {
    this.#ports = ports;
    // The transport is ours, so that no address can make the library start a program.
    const stream = connect(ports.socket);
    this.#connection = createConnection({ stream, authMethods: ['EXTERNAL'], maxMessageSize: largestMessage });
    this.#connection.on('error', () => this.end());
    this.#connection.on('close', () => this.end());
    this.#connection.on('message', (message: unknown) => this.#take(message));
  }

  /** Says hello, without which the bus serves nothing. */
  async hello(): Promise<void> {
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
      const { body, ...header } = call;
      this.#connection.message({ type: messageTypes.call, serial, flags: noAutoStart, ...header, ...(body !== undefined && { body: [...body] }) });
    });
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#connection.stream.destroy();
    for (const { settle } of [...this.#awaited.values()]) settle(null);
    this.#ports.closed();
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
