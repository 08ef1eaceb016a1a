import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wordsIn } from '../../../../shared/customer-words/words.ts';
import { MessageId } from '../../../../shared/domain/ids.ts';
import { RedactionPolicy } from '../../../../shared/redaction/index.ts';
import { asHtml } from '../../../../shared/transcript/as-html.ts';
import { asJson } from '../../../../shared/transcript/as-json.ts';
import { asText } from '../../../../shared/transcript/as-text.ts';
import { CustomerExport } from '../../../../shared/transcript/customer-export.ts';
import { hideAgain, runsOf, type Written } from '../../../../shared/transcript/hide-again.ts';
import { transcriptPaper } from '../../../../shared/transcript/paper.ts';
import { Transcript } from '../../../../shared/transcript/transcript.ts';
import { paperWords } from '../../../../shared/transcript/words.ts';
import { runs } from '../../../doubles/how-often.ts';

const policy = RedactionPolicy.parse({});
const english = paperWords('en');
const written = (text: string, part: Partial<Written> = {}): Written => ({
  id: MessageId.parse('0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10'), kind: 'inbound', authorName: 'Philomena', subject: null, text, sentAt: 1_700_000_000_000, status: 'received', attachments: [], ...part,
});
const transcript = (text: string, part: Partial<Written> = {}): Transcript => ({
  kind: 'sealdesk-transcript',
  version: 1,
  mark: { number: '5e1f0c3a-7b42-4d8e-9a60-2c1d7f3b8e54' as Transcript['mark']['number'], organisation: 'Nordlicht', savedBy: 'Ada', device: 'laptop-7', savedAt: '2026-11-26T12:10:00.000Z', policyVersion: 3 },
  conversation: { id: '0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a11' as Transcript['conversation']['id'], customer: 'Philomena', channel: 'email', subject: 'Tent', status: 'open', began: '2026-11-25T12:10:00.000Z' },
  asOf: null,
  leftOut: 0,
  messages: hideAgain([written(text, part)], policy, 'email'),
});
const html = (text: string, part?: Partial<Written>) => asHtml(transcriptPaper(transcript(text, part), english), 'HASH', 'in-page');

/** Anything a person can send, and what is made to be taken for something else. */
const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('\r', '\n', '\u2028', '\u0085', '\u202e', '\u001b[2J', '<script>', '</p>', '&lt;', '"', "'", '----', '2026-11-26 12:10 UTC  Company: Ada', 'End. Saved by Ada', '[card **** 4242]', '\ud800', 'x')).map((parts) => parts.join('')));

describe('what is written down is hidden once more', () => {
  it('whatever a role may read: an override for a role has no effect on a file', () => {
    const open = RedactionPolicy.parse({ overrides: [{ role: 'lead', types: { address: { action: 'keep' }, phone: { action: 'keep' } } }] });
    expect(hideAgain([written('Call +49 30 901820, or come to Lindwurmstraße 471, 80337 München')], open, 'email')[0]?.text).toBe('Call [phone **** 20], or come to [address]');
  });

  it('also what came in under a policy that let it through, what an agent wrote, and names of files', () => {
    const [customer] = hideAgain([written('Mine is 4242 4242 4242 4242', { subject: 'Card 4242 4242 4242 4242', attachments: [{ name: 'card 4242424242424242.txt', mediaType: 'text/plain', size: 3 }] })], policy, 'email');
    expect(JSON.stringify(customer).replaceAll(' ', '')).not.toContain('42424242');
    const [company] = hideAgain([written('We send it to Sendlinger Straße 62, 80331 München tomorrow', { kind: 'outbound' })], policy, 'email');
    expect(company).toMatchObject({ from: 'company', text: 'We send it to [address] tomorrow', hidden: [{ type: 'address', mask: '[address]' }] });
  });

  it('also what is split over messages of one side in a row', () => {
    const [run = []] = runsOf([written('My card: 4242 4242'), written('4242 4242')]);
    expect(run).toHaveLength(2);
    expect(hideAgain(run, policy, 'email').map(({ text }) => text).join(' ').replaceAll(' ', '')).not.toContain('42424242');
  });

  it('a mask that stood there stays what it was', () => {
    expect(hideAgain([written('Paid with [card **** 4242], thanks')], policy, 'email')[0]).toMatchObject({ text: 'Paid with [card **** 4242], thanks', hidden: [{ type: 'card', mask: '[card **** 4242]' }] });
  });

  it('also what only taking out a control character would put together', () => {
    for (const hidden of ['\u0000', '\u0007', '\u202e', '\u2066', '\u001b']) {
      const number = `mine is 5500 ${hidden}0055 55${hidden}55 5559`;
      expect(asText(transcriptPaper(transcript(number, { subject: number }), english)).replaceAll(/\s/g, '')).not.toContain('5500005555555559');
    }
  });

  it('no format of any text has a card number in it', () => {
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        const one = transcript(`${before} my card 5500 0055 5555 5559 ${after}`);
        const paper = transcriptPaper(one, english);
        for (const file of [asJson(one), asText(paper), asHtml(paper, 'HASH', 'in-page')]) expect(file.replaceAll(/[\s-]/g, '')).not.toContain('5500005555555559');
      }),
      runs(60),
    );
  });
});

describe('as text', () => {
  it('no line of a message can pass for a line of the transcript, nor anything in it act on a terminal', () => {
    const ours = (text: string) => asText(transcriptPaper(transcript(text), english)).split('\n').filter((line) => line !== '' && !line.startsWith('    '));
    const usual = ours('x');
    fc.assert(
      fc.property(anything, (text) => {
        expect(ours(`x${text}x`)).toEqual(usual);
        // eslint-disable-next-line no-control-regex
        expect(asText(transcriptPaper(transcript(text), english))).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
      runs(200),
    );
  });

  it('names cannot add a line either, and say which side they are of', () => {
    fc.assert(
      fc.property(anything, (authorName) => {
        const lines = asText(transcriptPaper(transcript('x', { authorName, subject: authorName }), english)).split('\n');
        expect(lines.filter((line) => line.startsWith('2023-11-14 22:13 UTC  '))).toHaveLength(1);
        expect(lines.find((line) => line.startsWith('2023-11-14 22:13 UTC  '))).toMatch(/UTC {2}Customer/);
      }),
      runs(100),
    );
  });

  it('the mark stands at its head and at its foot', () => {
    const lines = asText(transcriptPaper(transcript('x'), english)).trimEnd().split('\n');
    const mark = 'Saved by Ada on laptop-7 · 2026-11-26 12:10 UTC · Number 5e1f0c3a-7b42-4d8e-9a60-2c1d7f3b8e54';
    expect([lines[1], lines.at(-1)]).toEqual([mark, `End. ${mark}`]);
  });
});

describe('in German', () => {
  const files = [{ name: '', mediaType: 'text/plain', size: 1_234_567 }, { name: 'a.txt', mediaType: 'text/plain', size: 1 }];
  const german = transcriptPaper(transcript('Where is it?', { status: 'failed', attachments: files }), paperWords('de'));

  it('every word of ours is German, what was written stays as it was, and sizes are written as Germans do', () => {
    expect(german.title).toBe('Mitschrift einer Unterhaltung');
    expect(german.facts).toContainEqual(['Kanal', 'E-Mail']);
    expect(german.sections[0]?.entries[0]).toMatchObject({ head: 'Kunde: Philomena, nicht zugestellt', text: 'Where is it?', details: ['Angehängt: eine Datei ohne Namen (1,2 MB), nicht enthalten', 'Angehängt: a.txt (1 Byte), nicht enthalten'] });
    const mark = 'Gespeichert von Ada auf laptop-7 · 2026-11-26 12:10 UTC · Nummer 5e1f0c3a-7b42-4d8e-9a60-2c1d7f3b8e54';
    const lines = asText(german).trimEnd().split('\n');
    expect([lines[1], lines.at(-1)]).toEqual([mark, `Ende. ${mark}`]);
    expect(asHtml(german, 'HASH', 'in-page')).toContain('<html lang="de">');
  });

  it('no word of ours is left in English, and the JSON is the same whoever saves it', () => {
    const all = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(all) : []);
    const same = new Set(['Status', 'Sealdesk', 'WhatsApp', 'Instagram', 'Name']);
    const [ours, theirs] = [all(wordsIn('en').paper), all(wordsIn('de').paper)];
    expect(ours.filter((word, place) => word === theirs[place] && !same.has(word))).toEqual([]);
    expect(asJson(transcript('x'))).not.toMatch(/Mitschrift|Transcript of/);
  });
});

describe('as a page', () => {
  it('has the same elements whatever was written, and nothing that was written is one', () => {
    const elements = (page: string) => page.match(/<[^>]*>/g)?.filter((tag) => !/^<(span class="hidden"|\/span)>$/.test(tag));
    const usual = elements(html('x', { authorName: 'x', subject: 'x' }));
    fc.assert(
      fc.property(anything, anything, (text, name) => {
        expect(elements(html(`x${text}`, { authorName: `x${name}`, subject: `x${name}` }))).toEqual(usual);
      }),
      runs(200),
    );
  });

  it('may run nothing, load nothing and send nothing, by its own policy, and asks for nothing', () => {
    const page = html('see https://example.org/a.png');
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-HASH'; base-uri 'none'; form-action 'none'"`);
    expect(page).not.toMatch(/<(script|img|link|iframe|object|a|form)\b|url\(|@import| on\w+=| style=/i);
  });
});

describe('as JSON', () => {
  it('is what its schema says, whatever was written', () => {
    fc.assert(
      fc.property(anything, anything, (text, name) => {
        const one = transcript(text, { authorName: name });
        expect(Transcript.parse(JSON.parse(asJson(one)))).toEqual(one);
      }),
      runs(100),
    );
  });

  it.each([['transcript', Transcript], ['customer-export', CustomerExport]] as const)('and the schema of a %s is the one that is published', (name, schema) => {
    const published: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', `${name}.schema.json`), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(schema))));
  });
});
