import { locale, messages, say } from '../../../languages/spoken.ts';

const t = messages.together;

const listed = (names: readonly string[]): string => new Intl.ListFormat(locale).format(names);

export const words = {
  ...t,
  viewing: (names: readonly string[]) => say(t.viewing, { n: names.length, names: listed(names) }),
  writing: (names: readonly string[]) => say(t.writing, { n: names.length, names: listed(names) }),
  alsoWriting: (names: readonly string[]) => say(t.alsoWriting, { n: names.length, names: listed(names) }),
  answered: (name: string) => say(t.answered, { names: name }),
  lookingIn: (names: readonly string[]) => say(t.lookingIn, { n: names.length, names: listed(names) }),
  look: {
    ...t.look,
    now: (name: string) => say(t.look.now, { name }),
    whisper: (name: string) => say(t.look.whisper, { name }),
    from: (name: string) => say(t.look.from, { name }),
  },
  handOver: {
    ...t.handOver,
    team: (name: string) => say(t.handOver.team, { name }),
    done: (name: string) => say(t.handOver.done, { name }),
  },
  brief: {
    ...t.brief,
    title: (name: string) => say(t.brief.title, { name }),
    titleTeam: (name: string) => say(t.brief.titleTeam, { name }),
  },
};
