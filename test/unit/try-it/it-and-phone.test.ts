import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Device } from '../../../build/try-it/hub-process.mts';
import { ItAndPhone } from '../../../build/try-it/it-and-phone.mts';

const safetyNumber = '05213 77410 98034 44127 60951 23388 91746 05502 87319 64420 15873 30096';
const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** What the terminal showed, and a way to type into it. */
class Paper {
  readonly isLive = true;
  readonly lines: string[] = [];
  lastLine = '';
  hidden = false;
  #heard: (line: string) => void = () => undefined;

  say = (text = ''): void => void this.lines.push(text);
  live = (text: string, { hidden = false } = {}): void => {
    this.lastLine = text;
    this.hidden = hidden;
  };
  onLine = (heard: (line: string) => void): void => {
    this.#heard = heard;
  };
  type = (line: string): void => this.#heard(line);
  all = (): string => this.lines.join('\n');
}

/** A hub that approves when the test says so. */
class SlowHub {
  list: Device[] = [];
  invites = 0;
  approve = vi.fn((id: string) => this.#whenTold.then(() => this.#become(id, 'approved')));
  getOn: () => void = () => undefined;
  readonly #whenTold = new Promise<void>((resolve) => {
    this.getOn = resolve;
  });
  deny = vi.fn(async (id: string) => this.#become(id, 'denied'));
  devices = (): Promise<Device[]> => Promise.resolve(this.list);
  invite = (): Promise<string> => {
    this.invites += 1;
    return Promise.resolve(`sealdesk://enrol/invite-${this.invites}`);
  };
  ask = (): void => void this.list.push({ id: `device-${this.list.length + 1}`, state: 'pending', safetyNumber });

  #become(id: string, state: string): void {
    this.list = this.list.map((device) => (device.id === id ? { ...device, state } : device));
  }
}

describe('IT and the phone, in the launcher’s terminal', () => {
  let data: string;
  let paper: Paper;
  let hub: SlowHub;
  let people: ItAndPhone;
  let now = 0;

  /** Time passes, as much as it takes to look again. */
  const aMoment = async () => {
    now += 3_000;
    await people.tick(now);
  };
  const types = async (line: string) => {
    paper.type(line);
    await aMoment();
  };
  const begin = async () => {
    people = new ItAndPhone({ terminal: paper, hub, agentEmail: 'nora@lindgren.example', data });
    await people.begin();
    await aMoment();
  };
  const enrolled = async () => {
    await begin();
    hub.ask();
    await aMoment();
    await types('y');
    for (let n = 0; n < 5; n += 1) await aMoment();
    hub.getOn();
    for (let n = 0; n < 5; n += 1) await aMoment();
  };

  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'sealdesk-people-'));
    paper = new Paper();
    hub = new SlowHub();
  });
  afterEach(() => {
    rmSync(data, { recursive: true, force: true });
  });

  it('shows an invite, and another one on Enter', async () => {
    await begin();
    expect(paper.all()).toContain('invite-1');
    await types('');
    expect(paper.all()).toContain('invite-2');
  });

  it('asks once for each laptop, however long the hub takes to approve it', async () => {
    await enrolled();
    expect(paper.lines.filter((line) => line.includes('safety number'))).toHaveLength(1);
    expect(hub.approve.mock.calls).toEqual([['device-1']]);
    expect(paper.all()).toContain('    05213  77410  98034  44127\n    60951');
    expect(paper.all()).toContain('Approved.');
  });

  it('takes neither yes nor no for neither', async () => {
    await begin();
    hub.ask();
    await aMoment();
    await types(key);
    expect(hub.approve).not.toHaveBeenCalled();
    expect(hub.deny).not.toHaveBeenCalled();
    expect(paper.lastLine).toContain('[y/n]');
  });

  it('denies on no, and invites anew', async () => {
    await begin();
    hub.ask();
    await aMoment();
    await types('n');
    expect(hub.deny.mock.calls).toEqual([['device-1']]);
    expect(paper.all()).toContain('invite-2');
  });

  it('shows codes once it has the key, and the key nowhere', async () => {
    await enrolled();
    expect(paper.hidden).toBe(true);
    await types(key);
    expect(paper.lastLine).toMatch(/^Phone: \d{3} \d{3} /);
    expect(paper.all() + paper.lastLine).not.toContain(key);
  });

  it('knows an enrolled laptop and its key again', async () => {
    await enrolled();
    await types(key);
    paper = new Paper();
    await begin();
    expect(hub.invites).toBe(1);
    expect(paper.all()).toContain('enrolled');
    expect(paper.lastLine).toMatch(/^Phone: /);
  });

  it('forgets the key of an earlier enrolment', async () => {
    await enrolled();
    await types(key);
    hub.list = [];
    await enrolled();
    expect(existsSync(join(data, 'phone'))).toBe(false);
    expect(paper.lastLine).toBe('Key: ');
  });
});
