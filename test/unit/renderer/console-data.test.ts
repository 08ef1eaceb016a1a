import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { devicesShown, deviceShows, hasEnded, isShown, waitingCount } from '../../../renderer/data/console/device-list.ts';
import { matches } from '../../../renderer/data/console/filter.ts';
import { previewInventory, readCsv } from '../../../renderer/data/console/inventory-csv.ts';
import { changedFields, formOf, readForm, rebased, ruleField } from '../../../renderer/data/console/policy-form.ts';
import { firstPolicy, Policy } from '../../../shared/domain/policy.ts';
import { nordlichtCompany } from '../../doubles/nordlicht-company.ts';

const now = Date.UTC(2025, 8, 10, 12);
const { devices } = nordlichtCompany(now);

describe('the filter', () => {
  it('finds every word anywhere, without case and accents', () => {
    expect(matches('lindstrom JANA', ['Jana Okafor-Lindström', 'nl-laptop-014'])).toBe(true);
    expect(matches('jana 014', ['Jana Okafor-Lindström', 'nl-laptop-014'])).toBe(true);
    expect(matches('jana 015', ['Jana Okafor-Lindström', 'nl-laptop-014'])).toBe(false);
  });

  it('narrows to everything when nothing is asked for', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(' ', '\t') }), fc.array(fc.string()), (query, texts) => matches(query, texts)));
  });

  it('finds a text by any part of it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöé]{1,12}$/), fc.stringMatching(/^[a-zäöé]{0,8}$/), fc.stringMatching(/^[a-zäöé]{0,8}$/), (part, before, after) =>
        matches(part.toUpperCase(), [`${before}${part}${after}`]),
      ),
    );
  });
});

describe('the list of devices', () => {
  it('has who waits on top, longest first, and the rest by name whatever they do', () => {
    const rows = devicesShown(devices, 'all', '');
    expect(rows.slice(0, 2).map(({ name }) => name)).toEqual(['nl-laptop-022', 'nl-laptop-021']);
    const names = rows.slice(2).map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(rows).toHaveLength(devices.length);
  });

  it('shows every device in exactly one of current and ended', () => {
    for (const device of devices) expect(isShown(device, 'current')).toBe(!isShown(device, 'ended'));
    expect(devicesShown(devices, 'current', '').some(({ state }) => hasEnded(state))).toBe(false);
  });

  it('counts those that wait as the filter shows them', () => {
    expect(devicesShown(devices, 'waiting', '')).toHaveLength(waitingCount(devices));
  });

  it('finds a laptop by its agent, its tag and its serial number', () => {
    expect(devicesShown(devices, 'all', 'ada').map(({ agent }) => agent.name)).toEqual(['Ada Okafor', 'Ada Okafor', 'Ada Okafor']);
    expect(devicesShown(devices, 'all', 'NL-0014').map(({ name }) => name)).toEqual(['nl-laptop-014']);
    expect(devicesShown(devices, 'all', 'PF4055433').map(({ name }) => name)).toEqual(['nl-laptop-007']);
  });

  it('counts a laptop that opens no more among those that need attention, whatever its checks say', () => {
    const destroyed = devices.filter(({ unlock }) => unlock?.shareDestroyed);
    expect(destroyed).not.toEqual([]);
    for (const device of destroyed) expect(isShown({ ...device, verdict: 'allow' }, 'attention')).toBe(true);
  });

  it('holds one of every state, so that every filter shows something', () => {
    for (const show of deviceShows) expect(devicesShown(devices, show, ''), show).not.toEqual([]);
  });
});

describe('the policy as a form', () => {
  const base = formOf(firstPolicy);

  it('gives back the policy it was made of', () => {
    const read = readForm(base, firstPolicy);
    expect(read.kind === 'whole' && Policy.parse(read.draft)).toEqual(firstPolicy);
  });

  it('leaves as it is what it has no fields for', () => {
    const redaction = Policy.shape.redaction.parse({ overrides: [{ channel: 'email', types: { phone: { action: 'keep' } } }] });
    const read = readForm(base, { ...firstPolicy, redaction });
    expect(read.kind === 'whole' && read.draft.redaction).toEqual(redaction);
  });

  it('names the fields that were changed, and none that was typed back', () => {
    const typed = { ...base, offlineLeaseHours: '24', [ruleField('debugger', 'unknown')]: 'refuse', autoLockMinutes: ' 5 ' };
    expect([...changedFields(base, typed)].sort()).toEqual(['offlineLeaseHours', 'posture.debugger.unknown']);
  });

  it('takes an emptied system for one without a minimum', () => {
    const read = readForm({ ...base, 'minimumOs.fedora': '' }, firstPolicy);
    expect(read.kind === 'whole' && Object.keys(read.draft.minimumOs)).not.toContain('fedora');
  });

  it.each([
    ['offlineLeaseHours', '1e3'],
    ['offlineLeaseHours', ''],
    ['autoLockMinutes', '0'],
    ['attemptLimit', '-4'],
    ['passphraseMinimum', '0x10'],
    ['minimumAppVersion', '1.0'],
    ['minimumOs.debian', 'bookworm'],
    ['posture.debugger.failed', 'maybe'],
  ])('says that %s cannot be "%s"', (field, text) => {
    expect(readForm({ ...base, [field]: text }, firstPolicy)).toEqual({ kind: 'wrong', fields: [field] });
  });

  it('loses nothing that was typed when it goes on from a newer policy, and takes everything else from that', () => {
    const fields = Object.keys(base);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), fc.string()), fc.dictionary(fc.constantFrom(...fields), fc.stringMatching(/^[a-z0-9]{1,5}$/)), (typed, changedElsewhere) => {
        const form = { ...base, ...typed };
        const next = { ...base, ...changedElsewhere };
        const result = rebased(base, form, next);
        const mine = new Set(changedFields(base, form));
        for (const field of fields) expect(result[field]).toBe(mine.has(field) ? form[field] : next[field]);
      }),
    );
  });
});

describe('the inventory as CSV', () => {
  const written = (rows: readonly (readonly string[])[], end: string): string =>
    rows.map((fields) => fields.map((field) => (/[",\r\n]/.test(field) || field === '' ? `"${field.replaceAll('"', '""')}"` : field)).join(',')).join(end);

  it('reads what was written, whatever is in it', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'ü', ' ', ',', '"', '\n', '\r\n', ';') });
    const row = fc.array(field, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, mark) => {
        const { records, problem } = readCsv(`${mark ? '\u{feff}' : ''}${written(rows, end)}${end}`);
        expect(problem).toBeNull();
        expect(records.map(({ fields }) => fields)).toEqual(rows);
      }),
    );
  });

  it('comes to an end whatever it is given', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r') }), (text) => readCsv(text).records.length <= text.length));
  });

  it('names the line where a quotation mark is not closed, and where text follows one', () => {
    expect(readCsv('tag,serial\nA,"1\nB,2').problem).toEqual({ line: 2, kind: 'quote-not-closed' });
    expect(readCsv('tag,serial\nA,1\nB,"2"x').problem).toEqual({ line: 3, kind: 'text-after-quote' });
  });

  it('shows the first rows and how many there are', () => {
    const csv = `Tag, Serial ,model\n${Array.from({ length: 12 }, (_, n) => `NL-${n},SN${n},ThinkPad`).join('\n')}\n\n`;
    expect(previewInventory(csv)).toMatchObject({ kind: 'ready', headings: ['tag', 'serial', 'model'], count: 12, rows: { length: 5 } });
  });

  it('says what is missing before anything is sent', () => {
    expect(previewInventory('')).toEqual({ kind: 'empty' });
    expect(previewInventory('tag,serial\n')).toEqual({ kind: 'empty' });
    expect(previewInventory('tag,model\nA,B')).toEqual({ kind: 'no-headings' });
    expect(previewInventory('serial,uuid\nA,B')).toEqual({ kind: 'no-headings' });
  });
});
