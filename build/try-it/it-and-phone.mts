// The two people a newcomer hasn't got at hand, played in the launcher's terminal: IT, who invites and approves the
// laptop, and the agent's phone.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Device, HubProcess } from './hub-process.mts';
import { codeOf, keyFromText, stepAt, stepSeconds } from './phone.mts';
import type { Terminal } from './terminal.mts';

/** Each question is a run of the `sealdesk` command. */
const askHubEveryMs = 2_000;

type Enrolment =
  | { readonly at: 'invited' }
  /** `answered`: the hub has not yet done what was answered; it must not be asked a second time. */
  | { readonly at: 'asking'; readonly device: Device; readonly answered: boolean }
  | { readonly at: 'approved' };

type Screen = Pick<Terminal, 'isLive' | 'say' | 'live' | 'onLine'>;
type Hub = Pick<HubProcess, 'devices' | 'invite' | 'approve' | 'deny'>;

export interface PeopleOptions {
  readonly terminal: Screen;
  readonly hub: Hub;
  readonly agentEmail: string;
  /** What the phone remembers is kept here, as a phone would keep it: the next `npm start` shows codes at once. */
  readonly data: string;
}

export class ItAndPhone {
  readonly #terminal: Screen;
  readonly #hub: Hub;
  readonly #agentEmail: string;
  readonly #keyFile: string;
  #enrolment: Enrolment = { at: 'invited' };
  #key: Buffer | undefined;
  #looking = false;
  #lookAgainAt = 0;
  #shownStep = 0;

  constructor({ terminal, hub, agentEmail, data }: PeopleOptions) {
    this.#terminal = terminal;
    this.#hub = hub;
    this.#agentEmail = agentEmail;
    this.#keyFile = join(data, 'phone');
    this.#key = existsSync(this.#keyFile) ? keyFromText(readFileSync(this.#keyFile, 'utf8')) : undefined;
    terminal.onLine((line) => void this.#heard(line));
  }

  /** Says what comes first: an invite, or that this laptop is known. */
  async begin(): Promise<void> {
    const devices = await this.#hub.devices();
    if (devices.some(({ state }) => state === 'approved' || state === 'active')) {
      this.#enrolment = { at: 'approved' };
      this.#terminal.say('This laptop is enrolled: go on in its window, with passphrase and code.');
      if (this.#key === undefined) this.#askForKey();
    } else if (!devices.some(({ state }) => state === 'pending')) {
      await this.#invite();
    }
  }

  /** To be called a few times a second: looks for a laptop that waits, and shows the code of the moment. */
  async tick(now: number): Promise<void> {
    this.#show(now);
    if (this.#enrolment.at !== 'invited' || this.#looking || now < this.#lookAgainAt) return;
    this.#looking = true;
    await this.#lookForLaptop();
    this.#looking = false;
    this.#lookAgainAt = now + askHubEveryMs;
    this.#show(now);
  }

  async #invite(): Promise<void> {
    this.#enrolment = { at: 'invited' };
    const invite = await this.#hub.invite(this.#agentEmail);
    this.#terminal.say(`1. Paste this invite into the workstation. It is good for half an hour;\n   Enter here makes another.\n\n${invite}\n`);
  }

  async #lookForLaptop(): Promise<void> {
    const device = (await this.#hub.devices().catch(() => [])).find(({ state }) => state === 'pending');
    if (device === undefined || this.#enrolment.at !== 'invited') return;
    this.#enrolment = { at: 'asking', device, answered: false };
    this.#terminal.say(`2. You are IT now. A laptop asks to be let in. Its safety number:\n\n${inRows(device.safetyNumber)}\n`);
  }

  async #heard(line: string): Promise<void> {
    try {
      switch (this.#enrolment.at) {
        case 'invited':
          if (line === '') await this.#invite();
          else this.#terminal.say('That belongs into the workstation’s window, not here.');
          return;
        case 'asking':
          if (!this.#enrolment.answered) await this.#decide(this.#enrolment.device, line);
          return;
        case 'approved':
          if (line !== '') this.#takeKey(line);
      }
    } catch (error) {
      this.#terminal.say(error instanceof Error ? error.message : String(error));
    }
  }

  async #decide(device: Device, answer: string): Promise<void> {
    const yes = /^y(es)?$/i.test(answer);
    if (!yes && !/^no?$/i.test(answer)) {
      this.#terminal.say('Please answer y or n.');
      return;
    }
    this.#enrolment = { at: 'asking', device, answered: true };
    if (!yes) {
      await this.#hub.deny(device.id);
      this.#terminal.say('Not approved. The workstation says so; here is another invite.\n');
      await this.#invite();
      return;
    }
    await this.#hub.approve(device.id);
    this.#enrolment = { at: 'approved' };
    // A key that an earlier enrolment made is of no use to this one.
    this.#key = undefined;
    rmSync(this.#keyFile, { force: true });
    this.#terminal.say('Approved. The workstation goes on by itself.\n');
    this.#askForKey();
  }

  #askForKey(): void {
    this.#terminal.say('3. No authenticator at hand? This terminal can be the phone: when the\n   workstation shows its key, click on the key, copy it, paste it here.\n');
  }

  #takeKey(text: string): void {
    const key = keyFromText(text);
    if (key === undefined) {
      this.#terminal.say('That is not a key. It is the row of letters and digits beside the QR code.');
      return;
    }
    this.#key = key;
    writeFileSync(this.#keyFile, text, { mode: 0o600 });
    this.#terminal.say('The phone has the key. Each code can be used once: wait for the next.\n');
  }

  /** The line that changes in place: what is waited for, or the code. */
  #show(now: number): void {
    const { at } = this.#enrolment;
    if (at === 'asking') this.#terminal.live(this.#enrolment.answered ? 'One moment ...' : 'Does the workstation show the same? Approve it? [y/n] ');
    else if (at === 'invited') this.#terminal.live('Waiting for the invite to be pasted into the workstation ... ');
    else if (this.#key === undefined) this.#terminal.live('Key: ', { hidden: true });
    else this.#showCode(this.#key, now);
  }

  #showCode(key: Buffer, now: number): void {
    const step = stepAt(now);
    const left = stepSeconds - (Math.floor(now / 1000) % stepSeconds);
    const code = codeOf(key, step);
    const shown = `Phone: ${code.slice(0, 3)} ${code.slice(3)}`;
    this.#terminal.live(`${shown}   ${String(left).padStart(2)} s  `, { hidden: true });
    if (!this.#terminal.isLive && step !== this.#shownStep) this.#terminal.say(shown);
    this.#shownStep = step;
  }
}

/** As on the workstation's screen: three rows of four groups. */
function inRows(safetyNumber: string): string {
  const groups = safetyNumber.match(/\d{5}/g) ?? [];
  return [0, 4, 8].map((from) => `    ${groups.slice(from, from + 4).join('  ')}`).join('\n');
}
