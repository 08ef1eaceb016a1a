import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { saidByHub } from '../../../renderer/languages/en/said-by-hub.ts';
import { saidToIt } from '../../../renderer/languages/en/said-to-it.ts';
import { said } from '../../../renderer/languages/en/said.ts';
import { suggestionWords, warningWords } from '../../../shared/passphrase/words.ts';
import { nordlichtCompany } from '../../doubles/nordlicht-company.ts';
import { runs } from '../../doubles/how-often.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The page in German. */
async function inGerman(): Promise<(text: string) => string> {
  vi.resetModules();
  vi.stubGlobal('document', { documentElement: { lang: 'de' }, dir: 'ltr' });
  return (await import('../../../renderer/words/said.ts')).saidAgain;
}
afterEach(() => vi.unstubAllGlobals());

/** Sentences in quotes in the sources of main that a screen shows: what posture, keychain, record, header and vault say. */
function sentencesOf(files: readonly string[], from: RegExp): readonly string[] {
  return files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(from)].map((found) => found[1] as string));
}

const postureFiles = readdirSync(join(root, 'main/device/posture')).map((name) => `main/device/posture/${name}`);
const explaining = ['main/device/device.ts', 'main/device/record.ts', 'main/device/keychain.ts', 'main/device/held-posture.ts', 'main/unlock/header-binding.ts', 'main/unlock/inspection.ts', 'main/unlock/unlock.ts', 'main/vault/problem.ts'];

describe('what main says is said again in the page’s language', () => {
  it('for every outcome of a check', async () => {
    const saidAgain = await inGerman();
    // Also those of checks that went well: IT reads every one.
    const sentences = sentencesOf(postureFiles, /['`]([A-Za-z][^'`\n]* [^'`\n]*\.)['`]/gu).map((sentence) => sentence.replaceAll(/\$\{[^}]+\}/gu, '5 minutes'));
    const notShown = /^(?:FileVault master keychain|FileVault is On\.|lsblk |to be filled)/u;
    const ofRecord = sentencesOf(['main/device/machine-record.ts'], /none\(`([^`]+)`/gu).map((sentence) => sentence.replace('${fetchIt}', 'Install the Sealdesk package again, or ask your IT to.'));
    expect(sentences.length).toBeGreaterThan(45);
    expect(ofRecord.length).toBeGreaterThan(5);
    expect([...sentences, ...ofRecord].filter((sentence) => !notShown.test(sentence) && saidAgain(sentence) === sentence)).toEqual([]);
  });

  it('for all that screens are tried with: the double says what hub and laptops say', async () => {
    const saidAgain = await inGerman();
    const { channels, devices } = nordlichtCompany(Date.UTC(2026, 2, 10, 12));
    // Names of systems and versions are the same in every language.
    const details = devices.flatMap(({ checks }) => checks.filter(({ check }) => check !== 'os-version' && check !== 'app-version').map(({ detail }) => detail));
    const sentences = [...new Set([...details, ...channels.flatMap(({ health }) => health?.problem ?? [])])];
    expect(sentences.length).toBeGreaterThan(8);
    expect(sentences.filter((sentence) => saidAgain(sentence) === sentence)).toEqual([]);
  });

  it('for every explanation of a state that stops', async () => {
    const saidAgain = await inGerman();
    // The short ones are errors of calls, for which the page has words of its own.
    const sentences = sentencesOf(explaining, /'((?:[A-Z][a-z]+|SECRET_BACKEND)[^'\n]* [^'\n]*\.)'/gu).filter(({ length }) => length > 70);
    expect(sentences.length).toBeGreaterThan(15);
    expect(sentences.filter((sentence) => saidAgain(sentence) === sentence)).toEqual([]);
  });

  it('for what is said of a passphrase', async () => {
    const saidAgain = await inGerman();
    for (const sentence of Object.values({ ...warningWords, ...suggestionWords })) expect(saidAgain(sentence)).not.toBe(sentence);
  });

  it('with what stands in it, and with the check’s name before it', async () => {
    const saidAgain = await inGerman();
    expect(saidAgain('Screen lock: The screen locks only after 20 minutes; more than 15 minutes is too long.')).toBe('Bildschirmsperre: Der Bildschirm sperrt sich erst nach 20 Minuten; mehr als 15 Minuten sind zu lang.');
    expect(saidAgain('Nora Weber set this to resolved.')).toBe('Nora Weber hat „erledigt“ gesetzt.');
    expect(saidAgain('Nora Weber assigned this to Ada Okafor.')).toBe('Nora Weber hat das Ada Okafor zugewiesen.');
    expect(saidAgain('Ubuntu 20.04 is older than 22.04.')).toBe('Ubuntu 20.04 ist älter als 22.04.');
  });

  it('as it was said, where it is not known or the page speaks English', async () => {
    const saidAgain = await inGerman();
    expect(saidAgain('Something that only a newer version says.')).toBe('Something that only a newer version says.');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(typeof saidAgain(text)).toBe('string');
      }),
      runs(300),
    );
    vi.unstubAllGlobals();
    vi.resetModules();
    const { saidAgain: inEnglish } = await import('../../../renderer/words/said.ts');
    for (const sentence of Object.keys({ ...said, ...saidByHub, ...saidToIt })) expect(inEnglish(sentence)).toBe(sentence);
  });

  it('of a first mail as of an answer, wherever a mail can be refused for it', async () => {
    const saidAgain = await inGerman();
    const ofAnswers = Object.keys(said).filter((sentence) => sentence.includes('send the answer again') && !/\b(?:this|than this) channel\b/u.test(sentence));
    expect(ofAnswers.length).toBeGreaterThan(7);
    for (const sentence of ofAnswers.map((each) => each.replaceAll(/\{\w+\}/gu, 'a.pdf'))) {
      const ofMail = saidAgain(sentence.replace('send the answer again', 'send the mail again'));
      expect(ofMail).toContain('senden Sie die E-Mail erneut');
      expect(saidAgain(sentence)).toBe(ofMail.replace('senden Sie die E-Mail erneut', 'senden Sie die Antwort erneut'));
    }
  });

  it('of a note as of an answer, wherever the hub says it of a note', async () => {
    const saidAgain = await inGerman();
    const inHub = sentencesOf(['hub/conversations/sent-files.ts', 'hub/delivery/files/let-out.ts', 'hub/delivery/data-loss.ts'], /['`](It was not sent: [^'`]+)['`]/gu);
    // Notes go to no customer: what a channel takes of one kind, and gaps of canned replies, are not asked of them.
    const ofNotes = inHub.filter((sentence) => !/\b(?:this channel takes no|beside a file this channel|this channel does not|this channel takes of its kind|lets no files|a canned reply)\b/u.test(sentence)).flatMap((sentence) => (sentence.includes('${what}') ? ['a payment card number', 'data that must not leave the company'].map((what) => sentence.replace('${what}', what)) : [sentence]));
    expect(ofNotes.length).toBeGreaterThan(5);
    for (const sentence of ofNotes.map((each) => each.replaceAll(/\$\{[^}]+\}/gu, 'a.pdf'))) {
      const ofFiles = sentence.includes('from the file');
      const said = sentence.replace('It was not sent', ofFiles ? 'Colleagues do not get the files of this note' : 'The note was not kept').replace('send the answer again', 'write the note again').replace('send it again', 'write it again');
      expect(saidAgain(said), said).toMatch(/^(?:Die Notiz wurde nicht aufbewahrt|Die Dateien dieser Notiz bekommt niemand im Team): .+ noch einmal\.$/u);
    }
  });

  it('with several sentences, one within another, and none of what people have written', async () => {
    const saidAgain = await inGerman();
    expect(saidAgain('Nothing shows yet who this customer is. Your company asks for more before this is shown: who they are.')).toBe('Noch zeigt nichts, wer dieser Kunde ist. Ihr Unternehmen verlangt mehr, bevor das gezeigt wird: wer er ist.');
    expect(saidAgain('The policy refuses this laptop as it is. Disk encryption: The disk under the vault is not encrypted. Screen lock: The screen does not lock by itself. Put that right on the laptop and let it report again, or change the policy.')).toMatch(/^Die Richtlinie lehnt dieses Gerät ab, wie es ist\. Festplattenverschlüsselung: .* Bildschirmsperre: .* Bringen Sie das/u);
    expect(saidAgain('The access token for WhatsApp ends in 3 days. Make a new one before that.')).toBe('Das Zugriffstoken für WhatsApp läuft in 3 Tagen ab. Erzeugen Sie vorher ein neues.');
    expect(saidAgain('Customer rated this 1 of 5: “not at all”')).toContain('„not at all“');
    for (const each of ['Ada moved a message from here to a conversation of its own.', 'Ada moved 3 messages from here to a conversation of their own.', 'Ada began this with a message of another conversation.', 'Ada began this with 3 messages of another conversation.',
      ...['a payment card number', 'data that must not leave the company'].map((what) => `It was not sent: the file “a.pdf” contains ${what}. Remove it from the file, then send the answer again.`)]) {
      expect(saidAgain(each), each).not.toMatch(/\b(?:message|messages|contains|the)\b/u);
    }
    expect(saidAgain('This went out as 3 messages. Message 2 failed: The file could not be sent.')).toBe('Das ging als 3 Nachrichten hinaus. Nachricht 2 ist gescheitert: Die Datei konnte nicht gesendet werden.');
    expect(saidAgain('Rule “nothing”: assigned to Ada.')).toBe('Regel „nothing“: Ada zugewiesen.');
  });
});

/** Said to nobody at a screen: at the command, in the log, to another program, or as the text of a message. */
const elsewhere = /^hub\/(?:widget|store|http|mailbox|signal|admin\/commands|intake\/documents)\/|^hub\/(?:sealdesk|log|document-reader|mail-reader)\.ts$|^hub\/admin\/(?:admin-api|admin-frames|admin-socket|as-agent|ask-hub|customer-calls|invite-calls|joining-calls)\.ts$|^hub\/channels\/(?:admin|create-channels|settings)\.ts$|^hub\/channels\/(?:webchat|whatsapp|instagram|meta)\/(?:chat-route|identity-admin|offline-admin|files-admin|file-route|message-content|fetched-file|graph-api|webhook-end|webhook-route|whatsapp-channel)\.ts$|^hub\/enrolment\/(?:adopt-certificate|hub-certification|initialise|organisation|root-folder|root-key|wipe-receipts)\.ts$|^hub\/orders\/(?:admin|shopify|woocommerce)\.ts$|^hub\/channels\/email\/(?:authenticate-mail|parse-mail|oauth\/sign-in(?:-admin)?)\.ts$/u;
const notSaid: ReadonlySet<string> = new Set([
  // Said in two ways each, which are looked at above.
  '1 moved 1 from here to a conversation of 1.', '1 began this with 1 of another conversation.', 'It was not sent: the file “1” contains 1. Remove it from the file, then send the answer again.',
  // Mistakes of the program's own.
  'This says nothing of who may have a file.', 'A message is in a conversation, or begins one.', 'There is no token.',
  // In the place of a message's text: a customer can write the same, and it is shown as what it is.
  'The customer removed this message.', 'This message was taken back in another program.', 'The HTML of this mail is nested too deeply to be shown. Its original is kept in quarantine; ask IT for it.',
  'A message of a kind Sealdesk does not know. Its original is kept in quarantine; ask IT for it.', 'The customer sent something that the provider does not pass on.', 'Pressed “1”', 'Chose “1”',
  'The customer has another phone number now.', 'The customer’s identity on WhatsApp may have changed. Make sure who you are talking to before you say anything personal.', 'A notice of WhatsApp about this customer.',
  'Mentioned you in a story.', 'Shared a post or reel.', 'Sent something that Sealdesk cannot show.',
  // What `sealdesk channel test` shows.
  'The access token is valid, and the account can be reached.', 'Instagram did not say whether the app gets the account’s messages.', 'The app gets the account’s messages.', 'The app does not get the account’s messages: subscribe the account to the field “messages”.',
]);

it('what the hub says to workstations is said again in the page’s language: every sentence of its sources that is not said elsewhere', async () => {
  const saidAgain = await inGerman();
  const files = readdirSync(join(root, 'hub'), { recursive: true, encoding: 'utf8' }).map((name) => `hub/${name.replaceAll('\\', '/')}`).filter((name) => name.endsWith('.ts') && !elsewhere.test(name));
  const sentences = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/'((?:[^'\\\n]|\\.)+)'|"([^"\n]+)"|`((?:[^`\\\n]|\\.)+)`/gu)]
      // In place of what is put in, a number.
      .map(([, single, double, open]) => single?.replaceAll("\\'", "'") ?? double ?? open?.replaceAll(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/gu, '1') ?? '')
      // A sentence of its own stands before it.
      .map((text) => text.replace(/^1 (?=[A-Z])/u, ''))
      .filter((text) => /^[A-Z1“].* .*[.?!”]$/u.test(text) && !notSaid.has(text))
      .map((text) => ({ file, text })),
  );
  expect(sentences.length).toBeGreaterThan(250);
  expect(sentences.filter(({ text }) => saidAgain(text) === text)).toEqual([]);
});
