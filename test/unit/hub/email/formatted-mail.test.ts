import fc from 'fast-check';
import sanitizeHtml from 'sanitize-html';
import { expect, test } from 'vitest';
import { formattedMail } from '../../../../hub/channels/email/formatted-mail.ts';
import { plainReading } from '../../../../shared/marks/plain-reading.ts';
import { formattedOf } from '../../../../shared/marks/shown-formatted.ts';

const html = (marked: string, below = ''): string => formattedMail(formattedOf({ text: plainReading(marked) + below, marked }) ?? expect.fail('it has no formatting'));

test('lines, lists from their own number, quotes and empty lines are as they were written', () => {
  expect(html('a\n\n3. three\n4. four\n> q', '\n\n-- \nAda')).toBe(
    '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div dir="auto" style="white-space:pre-wrap">a<br></div><ol start="3" dir="auto" style="margin:0"><li>three</li><li>four</li></ol><blockquote dir="auto" style="margin:0;padding:0 0.8em;border-inline-start:2px solid">q</blockquote><div dir="auto" style="white-space:pre-wrap"><br>-- <br>Ada</div></body></html>',
  );
});

test('whatever is written, no element or attribute comes of it but those of marks, and links lead where they may', () => {
  const parts = fc.array(fc.oneof(fc.constantFrom('**', '_', '`', '[x](https://shop.example/?a="b"&c=\'d\')', '[<img src=x onerror=y>](https://shop.example)', '[x](javascript:y)', '<script>', '</div>', '&lt;', '"', "'", '\n- ', '\n> ', 'https://shop.example/<b>'), fc.string({ maxLength: 6 })), { maxLength: 20 });
  fc.assert(
    fc.property(parts, (pieces) => {
      const made = html(pieces.join(''));
      const within = made.slice(made.indexOf('<body>') + 6, made.lastIndexOf('</body>'));
      const kept = sanitizeHtml(within, {
        allowedTags: ['div', 'br', 'strong', 'em', 's', 'code', 'a', 'ul', 'ol', 'li', 'blockquote'],
        allowedAttributes: { '*': ['dir', 'style'], a: ['href'], ol: ['start'] },
        allowedSchemes: ['https', 'mailto'],
        parseStyleAttributes: false,
        disallowedTagsMode: 'escape',
      });
      const count = (text: string): number => text.split('<').length;
      expect(count(kept)).toBe(count(within));
      expect(kept).not.toMatch(/<(?!\/?(?:div|br|strong|em|s|code|a|ul|ol|li|blockquote)\b)/);
      for (const [, href] of within.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(?:https:\/\/[A-Za-z0-9]|mailto:)/);
    }),
    { numRuns: 300 },
  );
});
