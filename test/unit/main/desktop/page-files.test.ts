import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy, pageHeaders } from '../../../../main/desktop/content-policy.ts';
import { pageFile, servePageFrom } from '../../../../main/desktop/page-files.ts';
import { runs } from '../../../doubles/how-often.ts';

let base: string;
let folder: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'sealdesk-page-'));
  folder = join(base, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'locked.html'), '<!doctype html><form>');
  writeFileSync(join(folder, 'assets', 'index.js'), 'export {};');
  writeFileSync(join(folder, 'notes.txt'), 'not part of the page');
  writeFileSync(join(base, 'secret.js'), 'secret');
  mkdirSync(join(base, 'renderer-old'));
  writeFileSync(join(base, 'renderer-old', 'x.js'), 'secret');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const get = (url: string, method = 'GET') => servePageFrom({ folder, first: () => 'index.html', origin: 'app://sealdesk', headers: pageHeaders })({ method, url });

describe('the page’s own files', () => {
  it('are served with their type and the content policy', async () => {
    for (const url of ['app://sealdesk/', 'app://sealdesk/index.html', 'app://sealdesk/?x#y']) {
      const answer = await get(url);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    const script = await get('app://sealdesk/assets/index.js');
    expect([script.status, await script.text()]).toEqual([200, 'export {};']);
  });

  it('say from the first word of the document that more contrast is chosen, and nowhere else', async () => {
    writeFileSync(join(folder, 'contrast.html'), '<!doctype html><html lang="en"><p>&lt;html</p></html>');
    let more = true;
    const serve = servePageFrom({ folder, first: () => 'contrast.html', origin: 'app://sealdesk', headers: pageHeaders, moreContrast: () => more });
    const text = async (url: string) => (await serve({ method: 'GET', url })).text();
    expect(await text('app://sealdesk/')).toBe('<!doctype html><html data-contrast="more" lang="en"><p>&lt;html</p></html>');
    expect(await text('app://sealdesk/assets/index.js')).toBe('export {};');
    more = false;
    expect(await text('app://sealdesk/')).toBe('<!doctype html><html lang="en"><p>&lt;html</p></html>');
  });

  it('begin with the document that is the right one at that moment', async () => {
    let first = 'index.html';
    const serve = servePageFrom({ folder, first: () => first, origin: 'app://sealdesk', headers: pageHeaders });
    const begun = async () => (await serve({ method: 'GET', url: 'app://sealdesk/' })).text();
    expect(await begun()).toBe('<!doctype html>');
    first = 'locked.html';
    expect(await begun()).toBe('<!doctype html><form>');
  });

  it('a missing one is answered 404, with the policy too', async () => {
    const answer = await get('app://sealdesk/assets/gone.js');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });

  it.each([
    'app://sealdesk/../secret.js', 'app://sealdesk/..%2fsecret.js', 'app://sealdesk/%2e%2e/secret.js', 'app://sealdesk/%2e%2e%2fsecret.js',
    'app://sealdesk/assets/..%2f..%2fsecret.js', 'app://sealdesk/..%5csecret.js', 'app://sealdesk/..\\secret.js', 'app://sealdesk//../secret.js',
    'app://sealdesk/../renderer-old/x.js', 'app://sealdesk/%00', 'app://sealdesk/%', 'app://sealdesk/notes.txt', 'app://sealdesk/assets/',
    'app://other/index.html', 'app://sealdesk:80/index.html', 'app://u@sealdesk/index.html', 'file:///etc/passwd', 'https://sealdesk/index.html', 'nonsense', '',
  ])('nothing else is: %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it('no path whatever leads out of the folder', () => {
    const part = fc.oneof(fc.constantFrom('..', '%2e%2e', '%2f', '%5c', '/', '\\', '.', '%00', 'secret.js', 'assets', '%252e%252e'), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const file = pageFile({ folder, first: () => 'index.html', origin: 'app://sealdesk' }, `app://sealdesk/${parts.join('/')}`);
        expect(file === null || file.startsWith(`${folder}/`)).toBe(true);
      }),
      runs(2_000),
    );
  });

  it('are read only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) expect((await get('app://sealdesk/index.html', method)).status).toBe(405);
  });
});

describe('the content policy', () => {
  it('starts from nothing and lets no inline script, string or network in', () => {
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'/);
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:|blob:/);
    for (const rule of ["connect-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"]) {
      expect(contentSecurityPolicy).toContain(rule);
    }
    // A formatted mail, which main gives out once, and nothing else.
    expect(contentSecurityPolicy).toContain('frame-src letter:;');
  });
});
