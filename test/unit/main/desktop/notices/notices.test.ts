import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewsItem } from '../../../../../main/boundary/vault-process.ts';
import { desktopWords } from '../../../../../main/desktop/languages/words.ts';
import { noticeText, type Told } from '../../../../../main/desktop/notices/notice-text.ts';
import { Notices } from '../../../../../main/desktop/notices/notices.ts';
import { ConversationId } from '../../../../../shared/domain/ids.ts';
import { firstNoticeChoices, type NoticeChoices, type NoticeWords } from '../../../../../shared/domain/notices.ts';
import { settled, Time } from '../../../../doubles/time.ts';

const newId = () => ConversationId.parse(randomUUID());
const noon = new Date(2026, 5, 10, 12, 0).getTime();
const second = 1_000;
const minute = 60 * second;

let time: Time;
let notices: Notices;
let choices: NoticeChoices;
let allowed: NoticeWords;
let inFront: boolean;
let heldBack: boolean;
let standing: Map<ConversationId, NewsItem>;
let due: ConversationId[];
/** What was asked of the vault process. */
let named: boolean[];
/** What is on screen at the moment, and all there ever was. */
let shown: { told: Told | null; sound: boolean; click: () => void }[];
let everShown: string[];
let opened: (ConversationId | null)[];

const says = (told: Told | null) => (told === null ? desktopWords.en.notices.locked : noticeText(told, desktopWords.en.notices, 'en'));
const known = (over: Partial<NewsItem> = {}): ConversationId => {
  const id = newId();
  standing.set(id, { id, whose: 'mine', unread: true, channel: 'email', firstName: 'Anna', ...over });
  return id;
};
const arrives = (...ids: ConversationId[]) => notices.news({ arrived: ids, assigned: [] }, []);

beforeEach(() => {
  time = new Time(noon);
  choices = firstNoticeChoices;
  allowed = 'name';
  [inFront, heldBack] = [false, false];
  standing = new Map();
  [due, named, shown, everShown, opened] = [[], [], [], [], []];
  notices = new Notices({
    clock: time,
    timers: time,
    choices: () => choices,
    allowed: () => allowed,
    inFront: () => inFront,
    heldBack: () => heldBack,
    look: async ({ ids, names }) => {
      named.push(names);
      return ids.flatMap((id) => standing.get(id) ?? []).map((item) => (names ? item : { ...item, firstName: null }));
    },
    due: async () => due.splice(0),
    show: (told, sound, click) => {
      const one = { told, sound, click };
      shown.push(one);
      everShown.push(says(told));
      return () => void (shown = shown.filter((other) => other !== one));
    },
    open: (id) => opened.push(id),
  });
});

describe('while it is unlocked', () => {
  beforeEach(() => notices.opened());

  it('says that something came, without a name, unless both the company and the person want the name', async () => {
    for (const [company, person, text] of [['name', 'something', 'A new message'], ['something', 'name', 'A new message'], ['name', 'name', 'A new message\nE-mail, Anna']] as const) {
      allowed = company;
      choices = { ...choices, say: person };
      arrives(known());
      await time.pass(minute);
      expect(everShown.splice(0)).toEqual([text]);
    }
    expect(named).toEqual([false, false, true]);
  });

  it('says nothing where the company or the person wants none', async () => {
    for (const [company, person] of [['nothing', 'name'], ['name', 'nothing']] as const) {
      allowed = company;
      choices = { ...choices, say: person };
      arrives(known());
      await time.pass(minute);
    }
    expect(everShown).toEqual([]);
  });

  it('makes no sound unless it was asked for', async () => {
    arrives(known());
    await time.pass(minute);
    choices = { ...choices, sound: true };
    arrives(known());
    await time.pass(minute);
    expect(shown.map(({ sound }) => sound)).toEqual([true]);
    expect(everShown).toHaveLength(2);
  });

  it('tells of each kind of news only where it is wanted', async () => {
    const all = { mine: false, team: false, mentions: false, assigned: false, due: false };
    const bring = {
      mine: () => arrives(known()),
      team: () => arrives(known({ whose: 'nobody' })),
      mentions: () => notices.news({ arrived: [], assigned: [] }, [known({ whose: 'other', unread: false })]),
      assigned: () => notices.news({ arrived: [], assigned: [known()] }, []),
      due: () => void due.push(known({ unread: false })),
    };
    for (const kind of ['mine', 'team', 'mentions', 'assigned', 'due'] as const) {
      for (const wanted of [true, false]) {
        choices = { ...choices, ...all, [kind]: wanted };
        bring[kind]();
        await time.pass(5 * minute);
        due = [];
        expect([kind, wanted, everShown.splice(0).length]).toEqual([kind, wanted, wanted ? 1 : 0]);
      }
    }
  });

  it('does not tell of what is read, answered for by somebody else, or gone by then', async () => {
    arrives(known({ unread: false }), known({ whose: 'other' }), newId());
    await time.pass(minute);
    expect(everShown).toEqual([]);
  });

  it('of a thousand messages in a minute it makes three notifications at most, each in the place of the one before', async () => {
    for (let n = 0; n < 1_000; n += 1) {
      arrives(known());
      await time.pass(60);
    }
    await time.pass(minute);
    expect(everShown.length).toBeLessThanOrEqual(3);
    expect(everShown[0]).toMatch(/^\d+ new messages$/);
    expect(shown).toHaveLength(1);
  });

  it('is quiet in the quiet hours, in a pause, where the system is not to disturb, and where one works in the window', async () => {
    const none = async () => {
      arrives(known());
      await time.pass(minute);
      expect(everShown).toEqual([]);
    };
    choices = { ...choices, quiet: { from: 11 * 60, to: 13 * 60 } };
    await none();
    choices = { ...choices, quiet: null };
    notices.pause(60);
    expect(notices.pausedUntil).toBe(time.now() + 60 * minute);
    await none();
    notices.pause(0);
    heldBack = true;
    await none();
    heldBack = false;
    inFront = true;
    await none();
    inFront = false;
    arrives(known());
    await time.pass(minute);
    expect(everShown).toEqual(['A new message']);
  });

  it('a pause ends by itself', async () => {
    notices.pause(60);
    await time.pass(60 * minute);
    expect(notices.pausedUntil).toBeNull();
    arrives(known());
    await time.pass(minute);
    expect(everShown).toHaveLength(1);
  });

  it('a click opens the conversation, and of several none', async () => {
    const id = known();
    arrives(id);
    await time.pass(minute);
    shown.at(-1)?.click();
    arrives(known(), known());
    await time.pass(minute);
    shown.at(-1)?.click();
    expect(opened).toEqual([id, null]);
  });

  it('names several kinds of news in one notification, a conversation once', async () => {
    const both = known();
    notices.news({ arrived: [both, known(), known()], assigned: [both] }, [known()]);
    await time.pass(minute);
    expect(everShown).toEqual(['A colleague calls you in a note\nA conversation was given to you\n2 new messages']);
  });

  it('what was on screen is taken away at the lock, and what was about to be shown is not', async () => {
    choices = { ...choices, say: 'name' };
    arrives(known());
    await time.pass(minute);
    arrives(known());
    expect(shown).toHaveLength(1);
    notices.closed();
    await time.pass(minute);
    expect(shown).toEqual([]);
    expect(everShown).toHaveLength(1);
  });

  it('shows nothing that the vault tells of after the lock', async () => {
    choices = { ...choices, say: 'name' };
    let answer: (() => void) | null = null;
    const id = known();
    const slow = new Notices({
      clock: time, timers: time, choices: () => choices, allowed: () => 'name', inFront: () => false, heldBack: () => false,
      look: () => new Promise((resolve) => (answer = () => resolve([...standing.values()]))),
      due: async () => [],
      show: (told) => {
        everShown.push(says(told));
        return () => undefined;
      },
      open: () => undefined,
    });
    slow.opened();
    slow.news({ arrived: [id], assigned: [] }, []);
    await time.pass(5 * second);
    slow.closed();
    (answer as (() => void) | null)?.();
    await settled();
    expect(everShown).toEqual([]);
  });
});

describe('while it is locked', () => {
  it('says no more than that a message came, whatever was chosen, and not again for some minutes', async () => {
    choices = { ...choices, say: 'name' };
    notices.mailWaiting();
    await time.pass(minute);
    notices.mailWaiting();
    expect(everShown).toEqual(['A new message']);
    expect(shown[0]?.told).toBeNull();
    expect(named).toEqual([]);
    await time.pass(5 * minute);
    notices.mailWaiting();
    expect(everShown).toHaveLength(2);
    expect(shown).toHaveLength(1);
  });

  it('knows nothing of conversations', async () => {
    arrives(known());
    notices.news({ arrived: [], assigned: [known()] }, [known()]);
    await time.pass(5 * minute);
    expect(everShown).toEqual([]);
    expect(named).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['the person wants none while it is locked', () => void (choices = { ...choices, locked: false })],
    ['the person wants none at all', () => void (choices = { ...choices, say: 'nothing' })],
    ['the person wants none of messages', () => void (choices = { ...choices, mine: false, team: false })],
    ['the company wants none', () => void (allowed = 'nothing')],
    ['it is a quiet hour', () => void (choices = { ...choices, quiet: { from: 0, to: 23 * 60 } })],
    ['the system is not to disturb', () => void (heldBack = true)],
    ['it was asked to be quiet', () => notices.pause(60)],
  ])('says nothing where %s', (_why, arrange) => {
    arrange();
    notices.mailWaiting();
    expect(everShown).toEqual([]);
  });

  it('what it said is taken away by the unlock, and a click opens no conversation', () => {
    notices.mailWaiting();
    shown[0]?.click();
    expect(opened).toEqual([null]);
    notices.opened();
    expect(shown).toEqual([]);
  });
});
