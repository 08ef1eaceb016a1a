import { Away } from './away.ts';
import { type ChatLine, type FromHub, maxChatBytes, type WorkChallenge } from './chat-frames.ts';
import { Connection } from './connection.ts';
import { Files } from './files.ts';
import { Introduction } from './introduction.ts';
import { remember, remembered, type Unsent } from './memory.ts';
import { Pictures } from './pictures.ts';
import { randomId } from './random-id.ts';
import { required } from './required.ts';
import { addressOf, Tickets } from './tickets.ts';
import { Transcript } from './transcript.ts';
import { Typing } from './typing.ts';
import { put, words } from './words.ts';

/** The chat page: what the customer writes is shown at once, kept until the hub has it, and said again after a lost connection. */
const form = required('form', HTMLFormElement);
const field = required('message', HTMLTextAreaElement);
const state = required('state', HTMLElement);
const problem = required('problem', HTMLElement);
const greeting = required('greeting', HTMLElement);
const title = required('title', HTMLElement);
const scroller = required('scroller', HTMLElement);
const tickets = new Tickets((frame) => connection.say(frame));
const pictures = new Pictures(tickets, scroller);
const transcript = new Transcript(required('log', HTMLElement), scroller, { save, pictures, rate });
const files = new Files(() => connection, transcript, complain);
const typing = new Typing(required('typing', HTMLElement), scroller, field, () => ready && connection.say({ t: 'typing' }));

let ready = false;
/** The work that is being done, by its signature: the hub asks once for each thing that was said. */
let working: string | null = null;
/** What the shop wrote and the customer has not had in front of them yet. */
const unseen = new Set<string>();

const away = new Away(form, field, () => connection, complain);
const introduction = new Introduction(
  () => connection,
  () => {
    ready = false;
    working = null;
    unseen.clear();
    transcript.clear();
    away.clear();
    files.clear();
    tickets.lost();
    typing.hide();
    complain(null);
    field.value = '';
    state.textContent = words.connecting;
  },
);
const connection = new Connection({
  opened: () => void introduction.hello(),
  heard,
  lost: () => {
    ready = false;
    working = null;
    typing.hide();
    files.lost();
    tickets.lost();
    state.textContent = words.lost;
  },
});

for (const line of remembered().unsent) transcript.showOwn(line, 'sending');

function heard(frame: FromHub): void {
  switch (frame.t) {
    case 'ready':
      if (!introduction.ready(frame)) return;
      title.textContent = document.title = frame.title;
      greeting.textContent = frame.greeting;
      greeting.hidden = frame.greeting === '';
      state.textContent = frame.known === null ? words.connected : frame.known.name === null ? words.connectedKnown : put(words.connectedAs, { name: frame.known.name });
      ready = true;
      away.is(frame.presence, frame.lines.length > 0 || remembered().unsent.length > 0);
      show(frame.lines);
      sayAgain();
      pictures.ready();
      return;
    case 'work':
      void doWork(frame.challenge);
      return;
    case 'go-on':
      working = null;
      state.textContent = words.connected;
      sayAgain();
      return;
    case 'not-known':
      void introduction.notKnown().then((stranger) => {
        if (stranger) complain(words.notConfirmed);
      });
      return;
    case 'taken':
      forget(frame.id);
      transcript.mark(frame.id, 'sent', words.sent);
      files.done(frame.id);
      return;
    case 'file-at':
      files.at(frame.id, frame.bytes);
      return;
    case 'file-ticket':
      tickets.came(frame.id, frame.ticket);
      return;
    case 'left':
      away.answered(frame);
      return;
    case 'presence':
      away.is(frame.presence, transcript.length > 0);
      return;
    case 'refused':
      if (away.answered(frame)) return;
      if (transcript.ratingRefused(frame.id)) return complain(frame.message);
      forget(frame.id);
      transcript.mark(frame.id, 'refused', put(words.notSent, { why: frame.message }));
      complain(frame.message);
      files.done(frame.id);
      return;
    case 'typing':
      typing.show();
      return;
    case 'lines':
      show(frame.lines);
      return;
    case 'error':
      complain(frame.message);
      return;
    default:
      frame satisfies never;
  }
}

function show(lines: readonly ChatLine[]): void {
  if (lines.length > 0) away.talking();
  const fresh = lines.filter((line) => transcript.show(line) && line.from === 'shop').map(({ id }) => id);
  for (const { clientId } of lines) if (clientId !== null) forget(clientId);
  if (fresh.length === 0) return;
  typing.hide();
  connection.say({ t: 'got', ids: fresh });
  for (const id of fresh) unseen.add(id);
  tellSeen();
}

function tellSeen(): void {
  if (document.visibilityState !== 'visible' || unseen.size === 0 || !ready) return;
  if (connection.say({ t: 'seen', ids: [...unseen] })) unseen.clear();
}
document.addEventListener('visibilitychange', tellSeen);

/** What the hub does not have yet. */
function sayAgain(): void {
  away.sayAgain();
  files.ready();
  for (const line of remembered().unsent) {
    transcript.showOwn(line, 'sending');
    connection.say({ t: 'say', id: line.id, text: line.text });
  }
}

/** Many write at once: the hub wants to see that this is a browser with some time. What was written waits. */
async function doWork(challenge: WorkChallenge): Promise<void> {
  if (working === challenge.signature) return;
  working = challenge.signature;
  state.textContent = words.busy;
  // Another person may be here, or another connection, when it is done: the hub then knows nothing of it.
  const solution = await import('./work.ts').then(({ work }) => work(challenge)).catch(() => null);
  if (solution === null) complain(words.notWorked);
  else if (working === challenge.signature) connection.say({ t: 'worked', solution });
}

function save(file: string): void {
  const asked = tickets.want(file, (ticket) => {
    if (ticket === null) {
      complain(words.fileGone);
      return;
    }
    const link = document.createElement('a');
    link.href = addressOf(ticket);
    link.download = '';
    link.click();
  });
  if (!asked) complain(words.noConnection);
}

function rate(id: string, score: number, comment: string): boolean {
  const said = connection.say({ t: 'rate', id, score, comment });
  complain(said ? null : words.noConnection);
  return said;
}

function forget(id: string): void {
  remember({ unsent: remembered().unsent.filter((line) => line.id !== id) });
}

function complain(text: string | null): void {
  problem.textContent = text ?? '';
  problem.hidden = text === null;
}

function send(): void {
  const text = field.value.trim();
  if (text === '') return;
  if (new TextEncoder().encode(text).length > maxChatBytes) {
    // What was typed stays in the field, so that it can be shortened.
    complain(words.tooLong);
    return;
  }
  complain(null);
  const line: Unsent = { id: randomId(), text, at: Date.now() };
  remember({ unsent: [...remembered().unsent, line] });
  transcript.showOwn(line, 'sending');
  away.talking();
  typing.sent();
  // While there is work to do, what was written before has not been taken: this goes after it.
  if (working === null) connection.say({ t: 'say', id: line.id, text });
  field.value = '';
  field.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});
field.addEventListener('keydown', (event) => {
  // Enter while an input method composes a character belongs to that input method.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});

const chosen = required('file', HTMLInputElement);
required('attach', HTMLButtonElement).addEventListener('click', () => chosen.click());
chosen.addEventListener('change', () => {
  complain(null);
  away.talking();
  files.take(chosen.files ?? []);
  // The same file can be chosen again.
  chosen.value = '';
  field.focus();
});
