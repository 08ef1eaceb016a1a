import { beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../renderer/client.ts';
import { followLetters, type Letters } from '../../../renderer/data/letters.ts';
import type { OpenedConversation } from '../../../renderer/data/opened-conversation.ts';
import { createStore } from '../../../renderer/data/store.ts';
import { letterKey } from '../../../renderer/screens/inbox/letters/letter-key.ts';
import type { ShownMessage } from '../../../shared/contract/ipc/attachments.ts';
import type { IpcAnswer } from '../../../shared/contract/ipc/index.ts';
import type { Letter, LetterEnd } from '../../../shared/contract/ipc/letters.ts';

const mail = (id: string, formatted = true) => ({ id, conversationId: 'one', revision: 1, ...(formatted ? { formatted } : {}) }) as unknown as ShownMessage;
const ready = (n: number): Letter => ({ kind: 'ready', address: `letter://n${n}/`, outside: 2, enclosed: 0, lines: 7 });

let answers: ((answer: IpcAnswer<Letter>) => void)[];
let tell: (end: LetterEnd) => void;
let listening: number;
let opened: ReturnType<typeof createStore<{ kind: string; id?: string }>>;
let letters: Letters;
const kind = () => letters.here.get()?.kind ?? null;

beforeEach(() => {
  [answers, listening] = [[], 0];
  opened = createStore<{ kind: string; id?: string }>({ kind: 'open', id: 'one' });
  const client = {
    call: () => new Promise((resolve) => { answers.push(resolve); }),
    on: (_name: string, listener: (end: LetterEnd) => void) => {
      listening += 1;
      tell = listener;
      return () => { listening -= 1; };
    },
  } as unknown as Client;
  letters = followLetters(client, opened as unknown as OpenedConversation['state']);
});

describe('a mail with its formatting', () => {
  it('is shown once main has it ready, one at a time, and the later one where two are asked for', async () => {
    const first = letters.show(mail('a'));
    const second = letters.show(mail('b'));
    expect(kind()).toBe('opening');
    answers[1]?.({ ok: true, value: ready(2) });
    await second;
    answers[0]?.({ ok: true, value: ready(1) });
    await first;
    expect(letters.here.get()).toMatchObject({ kind: 'ready', messageId: 'b', address: 'letter://n2/' });
  });

  it('is not shown where it was closed, or another conversation was opened, meanwhile', async () => {
    const shown = letters.show(mail('a'));
    letters.close();
    answers[0]?.({ ok: true, value: ready(1) });
    await shown;
    expect(kind()).toBeNull();

    const again = letters.show(mail('a'));
    opened.set({ kind: 'loading', id: 'one' });
    expect(kind()).toBe('opening');
    opened.set({ kind: 'loading', id: 'other' });
    answers[1]?.({ ok: true, value: ready(2) });
    await again;
    expect(kind()).toBeNull();
  });

  it('says why it is not, and is forgotten where that is nothing to say', async () => {
    const asked = async (answer: IpcAnswer<Letter>) => {
      const shown = letters.show(mail('a'));
      answers.at(-1)?.(answer);
      await shown;
      return letters.here.get();
    };
    expect(await asked({ ok: true, value: { kind: 'not-shown', why: 'too-large' } })).toMatchObject({ kind: 'not-shown', why: 'too-large' });
    expect(await asked({ ok: false, error: { kind: 'failed', message: '' } })).toMatchObject({ kind: 'not-shown', why: 'failed' });
    expect(await asked({ ok: true, value: { kind: 'not-shown', why: 'superseded' } })).toBeNull();
    await asked({ ok: true, value: ready(3) });
    tell({ address: 'letter://n2/', why: 'gone' });
    expect(kind()).toBe('ready');
    tell({ address: 'letter://n3/', why: 'gone' });
    expect(letters.here.get()).toMatchObject({ kind: 'not-shown', why: 'closed' });
    await asked({ ok: true, value: ready(4) });
    tell({ address: 'letter://n4/', why: 'too-hard' });
    expect(letters.here.get()).toMatchObject({ kind: 'not-shown', why: 'too-hard' });
    letters.stop();
    expect(listening).toBe(0);
  });

  it('is opened by its key, the newest that has any first, and closed by it again', async () => {
    expect(letterKey([mail('a', false)], letters)).toBeNull();
    const press = letterKey([mail('a'), mail('b'), mail('c', false)], letters);
    Object.defineProperty(globalThis, 'document', { configurable: true, value: { activeElement: null } });
    press?.();
    answers[0]?.({ ok: true, value: ready(1) });
    await Promise.resolve();
    expect(letters.here.get()).toMatchObject({ messageId: 'b' });
    press?.();
    expect(kind()).toBeNull();
    Object.defineProperty(globalThis, 'document', { configurable: true, value: { activeElement: { closest: () => ({ id: 'message-a' }) } } });
    press?.();
    expect(letters.here.get()).toMatchObject({ messageId: 'a', kind: 'opening' });
    Reflect.deleteProperty(globalThis, 'document');
  });
});
