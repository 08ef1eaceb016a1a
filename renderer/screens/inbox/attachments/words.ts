import type { NotHere, Shown } from '../../../../shared/contract/ipc/attachments.ts';
import type { WaitingFile } from '../../../../shared/contract/console/releases.ts';
import { locale, messages, say } from '../../../languages/spoken.ts';

interface Explained {
  readonly title: string;
  readonly more: string;
}

const percent = new Intl.NumberFormat(locale, { style: 'percent' });

const t = messages.attachments;

export const words = {
  ...t,
  hidden: (what: string) => say(t.hidden, { what }),
  held: (what: string) => say(t.held, { what }),
  onRequest: (what: string) => say(t.onRequest, { what }),
  lent: (size: string, until: string) => say(t.lent, { size, until }),
  ask: {
    ...t.ask,
    found: (what: string) => say(t.ask.found, { what }),
    asks: (agent: string, name: string, why: string) => say(t.ask.asks, { agent, name, why }),
    read: { ...t.ask.read, whole: '' } satisfies Record<WaitingFile['read'], string>,
  },
  bringing: (done: number) => say(t.bringing, { done: percent.format(done) }),
  picture: (name: string, page: number, pages: number) => (pages > 1 ? say(t.picture, { name, page, pages }) : name),
  page: (page: number, pages: number) => say(t.page, { page, pages }),
  draft: {
    ...t.draft,
    limits: (most: number, size: string) => say(t.draft.limits, { most, size }),
    adding: (done: number) => say(t.draft.adding, { done: percent.format(done) }),
    uploading: (done: number) => say(t.draft.uploading, { done: percent.format(done) }),
    remove: (name: string) => say(t.draft.remove, { name }),
    stop: (name: string) => say(t.draft.stop, { name }),
    longText: (channel: string, most: number) => say(t.draft.longText, { channel, most }),
    noteProblem: (why: keyof typeof t.draft.noteProblems, about: { readonly name: string; readonly most: number; readonly size: string }) => say(t.draft.noteProblems[why], about),
    problem: (why: keyof typeof t.draft.problems, about: { readonly name: string; readonly channel: string; readonly most: number; readonly size: string }) => say(t.draft.problems[why], about),
  },
  notShown: t.notShown satisfies Record<Extract<Shown, { kind: 'not-shown' }>['why'], Explained>,
  notHere: t.notHere satisfies Record<NotHere, Explained>,
};
