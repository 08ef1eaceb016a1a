import { beforeEach, describe, expect, it } from 'vitest';
import { MailsAtOnce, mailsWhileAsked, mostMails, usualMails } from '../../../../main/signal/mails-at-once.ts';

let now = 0;
let atOnce: MailsAtOnce;
beforeEach(() => {
  now = 1_000;
  atOnce = new MailsAtOnce(() => now);
});

/** A transaction of so many mails that takes so many milliseconds. */
const stores = (mails: number, milliseconds: number): string =>
  atOnce.timed(mails, () => {
    now += milliseconds;
    return 'stored';
  });

describe('how many mails one transaction takes', () => {
  it('is what the agent hardly waits for: as many as a tenth of a second stores, and at most a thousand', () => {
    expect(atOnce.most).toBe(usualMails);
    expect(stores(usualMails, 62.5)).toBe('stored');
    expect(atOnce.most).toBe(800);
    stores(800, 40);
    expect(atOnce.most).toBe(mostMails);
    stores(mostMails, 0);
    expect(atOnce.most).toBe(mostMails);
  });

  it('is no less than usual on a slow disk while nobody is at work', () => {
    stores(usualMails, 900);
    expect(atOnce.most).toBe(usualMails);
  });

  it('is half the usual while the agent is at work, however quickly they are stored', () => {
    stores(usualMails, 10);
    atOnce.asked();
    expect(atOnce.most).toBe(mailsWhileAsked);
    now += 4_999;
    expect(atOnce.most).toBe(mailsWhileAsked);
    now += 1;
    expect(atOnce.most).toBe(mostMails);
  });

  it('is not judged by a few mails, nor by what could not be stored', () => {
    stores(usualMails, 62.5);
    stores(mailsWhileAsked - 1, 500);
    expect(() =>
      atOnce.timed(usualMails, () => {
        now += 500;
        throw new Error('The disk is full.');
      }),
    ).toThrow('The disk is full.');
    expect(atOnce.most).toBe(800);
  });
});
