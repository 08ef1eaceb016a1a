import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pdf } from '../../doubles/made-documents.ts';

const program = join(import.meta.dirname, '../../../dist/hub/sealdesk.mjs');
const folder = mkdtempSync(join(tmpdir(), 'sds-redact-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly out: string;
  readonly error: string;
  readonly code: number | null;
}

/** In an empty folder: there is no hub anywhere near. */
function redact(input: string, ...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, [program, 'redact', ...args], { cwd: folder, env: { ...process.env, NODE_NO_WARNINGS: '1' } });
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => (out += data));
  child.stderr.setEncoding('utf8').on('data', (data: string) => (error += data));
  child.stdin.on('error', () => {}).end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ out, error, code })));
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

it('redacts standard input, and a file, without a hub', async () => {
  const text = 'my card is 4242 4242 4242 4242,\nmail anna@example.com\n';
  const redacted = 'my card is [card **** 4242],\nmail [e-mail]\n';
  expect(await redact(text)).toEqual({ out: redacted, error: '', code: 0 });
  expect(await redact('', file('letter.txt', text))).toEqual({ out: redacted, error: '', code: 0 });
});

it('redacts what a document says, and ends with an error where not all of it could be read', async () => {
  const pages = ['my card is 4242 4242 4242 4242'];
  const whole = file('letter.pdf', '');
  writeFileSync(whole, await pdf({ pages }));
  const { out, error, code } = await redact('', whole);
  expect(out).toContain('my card is [card **** 4242]');
  expect({ error, code }).toEqual({ error: '', code: 0 });
  writeFileSync(whole, await pdf({ pages, drawing: true }));
  const cut = await redact('', whole);
  expect(cut.out).toContain('my card is [card **** 4242]');
  expect(cut.code).toBe(1);
  expect(cut.error).toContain('Not everything');
});

it('answers each JSON line with its findings, whose offsets are those of the text that came', async () => {
  const text = '😀 call +49 30 901820';
  const { out, code } = await redact(`${JSON.stringify({ id: 1, text })}\n\n${JSON.stringify({ id: 'b', text: 'nothing' })}\n`, '--jsonl');
  expect(code).toBe(0);
  const [first, second] = out.trim().split('\n').map((line) => JSON.parse(line) as { id: unknown; redacted: string; findings: { start: number; end: number; type: string; confidence: number }[] });
  expect(first).toMatchObject({ id: 1, redacted: '😀 call [phone **** 20]', findings: [{ type: 'phone' }] });
  expect(text.slice(first!.findings[0]!.start, first!.findings[0]!.end)).toBe('+49 30 901820');
  expect(second).toEqual({ id: 'b', redacted: 'nothing', findings: [] });
});

it('names the line that is wrong, and ends with an error', async () => {
  for (const bad of ['nope', '{"id":1}', '[]', '{"id":null,"text":"x"}']) {
    const { out, error, code } = await redact(`{"id":1,"text":"x"}\n${bad}\n`, '--jsonl');
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(error).toContain('Line 2 ');
    expect(code).toBe(1);
  }
});

it('takes a policy, and refuses one that is wrong', async () => {
  const keep = file('keep.json', JSON.stringify({ types: { email: { action: 'keep' } } }));
  expect((await redact('a@example.com 4242424242424242', '--policy', keep)).out).toBe('a@example.com [card **** 4242]');
  const wrong = file('wrong.json', JSON.stringify({ types: { card: { action: 'keep' } } }));
  expect(await redact('x', '--policy', wrong)).toMatchObject({ out: '', code: 1, error: expect.stringContaining('can only be destroyed') as string });
  expect(await redact('x', '--policy', join(folder, 'none.json'))).toMatchObject({ out: '', code: 1 });
});

it('a text larger than it keeps in memory comes out whole, with a card near every cut', async () => {
  const line = `${'words and words '.repeat(60)}4242 4242 4242 4242\n`;
  const times = Math.ceil((20 * 1024 * 1024) / line.length);
  const { out, code } = await redact('', file('large.txt', line.repeat(times)));
  expect(code).toBe(0);
  expect(out).toBe(line.replace('4242 4242 4242 4242', '[card **** 4242]').repeat(times));
});
