import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AttachmentPlace } from '../../../../main/boundary/vault-process.ts';
import { Previews, type PreviewProcess } from '../../../../main/desktop/preview/previews.ts';
import type { Shown } from '../../../../shared/contract/ipc/attachments.ts';
import type { FromPreview, ToPreview } from '../../../../shared/contract/preview.ts';
import { AttachmentId, MessageId } from '../../../../shared/domain/ids.ts';
import { runs } from '../../../doubles/how-often.ts';
import { settled, Time } from '../../../doubles/time.ts';

/** The other end of the port. */
class Drawer implements PreviewProcess {
  readonly told: ToPreview[] = [];
  killed = false;
  #listener: (message: unknown) => void = () => undefined;
  #gone: () => void = () => undefined;

  post(message: ToPreview): void {
    this.told.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }
  onGone(listener: () => void): void {
    this.#gone = listener;
  }
  kill(): void {
    this.killed = true;
  }
  says(message: unknown): void {
    this.#listener(message);
  }
  answers(message: FromPreview): void {
    this.says(message);
  }
  crashes(): void {
    this.#gone();
  }
  get lastId(): number {
    return this.told.findLast((message) => message.t === 'draw')?.id ?? -1;
  }
}

let time: Time;
let drawers: Drawer[];
let read: { place: AttachmentPlace; index: number }[];
let previews: Previews;
const last = () => drawers.at(-1) ?? new Drawer();
const place = (): AttachmentPlace => ({ messageId: MessageId.parse(randomUUID()), id: AttachmentId.parse(randomUUID()) });
const picture: Shown = { kind: 'picture', page: 1, pages: 1, width: 1, height: 2, points: new Uint8Array(8), text: '' };
const tooHard: Shown = { kind: 'not-shown', why: 'too-hard' };

beforeEach(() => {
  time = new Time();
  [drawers, read] = [[], []];
  previews = new Previews({
    timers: time,
    start: () => {
      drawers.push(new Drawer());
      return last();
    },
    chunk: async (from, index) => {
      read.push({ place: from, index });
      return index === 0 ? new Uint8Array([7]) : null;
    },
  });
});

describe('drawing an attachment', () => {
  it('gives the process chunks of that attachment and of no other, and takes points', async () => {
    const one = place();
    const shown = previews.draw({ place: one, size: 9, page: 1, width: 100 });
    expect(last().told).toEqual([{ t: 'attachment', size: 9 }, { t: 'draw', id: 1, page: 1, width: 100 }]);
    last().answers({ t: 'read', index: 0 });
    last().answers({ t: 'read', index: 3 });
    await settled();
    expect(read).toEqual([{ place: one, index: 0 }, { place: one, index: 3 }]);
    expect(last().told.slice(2)).toEqual([{ t: 'chunk', index: 0, bytes: new Uint8Array([7]) }, { t: 'chunk', index: 3, bytes: null }]);
    last().answers({ t: 'drawn', id: last().lastId, shown: picture });
    expect(await shown).toEqual(picture);
  });

  it('reads each chunk once at a time and few together, whatever the process asks for and how often', async () => {
    const answers: (() => void)[] = [];
    let [going, most] = [0, 0];
    const asked: number[] = [];
    previews = new Previews({
      timers: time,
      start: () => {
        drawers.push(new Drawer());
        return last();
      },
      chunk: (_from, index) => {
        asked.push(index);
        going += 1;
        most = Math.max(most, going);
        return new Promise((resolve) => {
          answers.push(() => {
            going -= 1;
            resolve(new Uint8Array([index]));
          });
        });
      },
    });
    void previews.draw({ place: place(), size: 9, page: 1, width: 100 });
    for (let time = 0; time < 1_000; time += 1) for (let index = 0; index < 20; index += 1) last().answers({ t: 'read', index });
    for (let answered = 0; answered < answers.length; answered += 1) {
      answers[answered]?.();
      await settled();
    }
    expect(most).toBeLessThanOrEqual(4);
    expect(asked).toEqual(Array.from({ length: 20 }, (_none, index) => index));
    expect(last().told.filter(({ t }) => t === 'chunk')).toHaveLength(20);
    // One that was answered may be needed again.
    last().answers({ t: 'read', index: 3 });
    expect(asked.at(-1)).toBe(3);
    previews.end();
    answers.at(-1)?.();
    await settled();
    expect(last().told.filter(({ t }) => t === 'chunk')).toHaveLength(20);
  });

  it('another page is drawn by the same process, another attachment by another one, and the first one is ended', async () => {
    const one = place();
    void previews.draw({ place: one, size: 9, page: 1, width: 100 });
    const second = previews.draw({ place: one, size: 9, page: 2, width: 100 });
    expect(drawers).toHaveLength(1);
    void previews.draw({ place: place(), size: 9, page: 1, width: 100 });
    expect(drawers.map(({ killed }) => killed)).toEqual([true, false]);
    expect(await second).toEqual(tooHard);
    // What an ended one says goes nowhere.
    drawers[0]?.answers({ t: 'read', index: 0 });
    expect(read).toEqual([]);
  });

  it('a late answer to an earlier page is not shown for a later one', async () => {
    const one = place();
    void previews.draw({ place: one, size: 9, page: 1, width: 100 });
    const late = last().lastId;
    const second = previews.draw({ place: one, size: 9, page: 2, width: 100 });
    last().answers({ t: 'drawn', id: late, shown: { kind: 'text', text: 'page one', cut: false } });
    last().answers({ t: 'drawn', id: last().lastId, shown: picture });
    expect(await second).toEqual(picture);
  });

  it('what takes too long, crashes, or is not looked at any more, ends with its process', async () => {
    const slow = previews.draw({ place: place(), size: 9, page: 1, width: 100 });
    await time.pass(20_000);
    expect([await slow, last().killed]).toEqual([tooHard, true]);
    const crashed = previews.draw({ place: place(), size: 9, page: 1, width: 100 });
    last().crashes();
    expect(await crashed).toEqual(tooHard);
    const seen = previews.draw({ place: place(), size: 9, page: 1, width: 100 });
    last().answers({ t: 'drawn', id: last().lastId, shown: picture });
    await seen;
    expect(last().killed).toBe(false);
    await time.pass(120_000);
    expect(last().killed).toBe(true);
    const locked = previews.draw({ place: place(), size: 9, page: 1, width: 100 });
    previews.end();
    expect([await locked, last().killed]).toEqual([tooHard, true]);
  });

  it('pages that are looked at one after the other keep it, however long that goes on', async () => {
    const one = place();
    for (let page = 1; page <= 5; page += 1) {
      // The first is given up for the second, as by somebody who leafs through.
      void previews.draw({ place: one, size: 9, page: 99, width: 100 });
      const drawn = previews.draw({ place: one, size: 9, page, width: 100 });
      last().answers({ t: 'drawn', id: last().lastId, shown: picture });
      expect(await drawn).toEqual(picture);
      await time.pass(60_000);
    }
    expect([drawers.length, last().killed]).toEqual([1, false]);
    await time.pass(60_000);
    expect(last().killed).toBe(true);
  });

  it('whatever the process says, main goes on, and shows nothing that is not as in the contract', async () => {
    const almost = fc.record({ t: fc.constantFrom('read', 'drawn', 'chunk'), index: fc.anything(), id: fc.constant(1), shown: fc.oneof(fc.anything(), fc.record({ kind: fc.constant('picture'), page: fc.nat(), pages: fc.nat(), width: fc.nat(), height: fc.nat(), points: fc.uint8Array({ maxLength: 40 }), text: fc.string() })) });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), almost), async (said) => {
        const own = new Drawer();
        const fuzzed = new Previews({ timers: new Time(), start: () => own, chunk: async () => null });
        const shown = fuzzed.draw({ place: place(), size: 9, page: 1, width: 100 });
        own.says(said);
        fuzzed.end();
        const answer = await shown;
        if (answer.kind === 'picture') expect(answer.points.length).toBe(answer.width * answer.height * 4);
        else expect(['text', 'not-shown']).toContain(answer.kind);
      }),
      runs(300),
    );
  });
});
