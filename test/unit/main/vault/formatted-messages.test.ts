import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const about = conversation({ channel: 'email' });
const mail = (html: string | null) => message({ conversationId: about.id, channel: 'email', text: 'Order', html });
const shown = async () => (await test.opened.query('conversation.open', { id: about.id, before: null, limit: 50 }))?.messages ?? [];

describe('what a mail looks like', () => {
  it('never comes with a conversation: the page is told whether it says more than the text', async () => {
    await test.openWithSession();
    const more = ['<table><tr><td>1</td></tr></table>', '<h2>x</h2>', '<ul><li>x</li></ul>', '<b>x</b>', '<a href="https://a.example/">x</a>', '<span data-picture="outside"></span>', '<p style="text-align:center">x</p>', '<p>a<br /><strong>b</strong></p>'];
    const same = [null, '<p>x</p>', '<div dir="ltr">a<br />b</div>', '<p style="color:#ff0000">x</p>', '<span>x</span>'];
    const all = [...more, ...same].map(mail);
    await test.tell(conversationEvent(about), ...all.map(messageEvent));
    const by = new Map((await shown()).map((one) => [one.id, one]));
    expect(all.map(({ id }) => by.get(id)?.formatted ?? false)).toEqual([...more.map(() => true), ...same.map(() => false)]);
    expect([...by.values()].filter(({ html }) => html !== null)).toEqual([]);
    expect(await test.opened.html(all[0]!.id)).toBe(more[0]);
  });

  it('is gone with what was said: nothing of it is left where the hub has replaced it, nor of what never was here', async () => {
    await test.openWithSession();
    const said = mail('<b>Kesselgrundallee 47</b>');
    await test.tell(conversationEvent(about), messageEvent(said));
    await test.tell({ e: 'message.replaced', message: { ...said, text: '[address]', html: null, revision: 2 } });
    expect(await test.opened.html(said.id)).toBeNull();
    expect((await shown()).map(({ formatted }) => formatted)).toEqual([undefined]);
    expect(await test.opened.html(mail(null).id)).toBeNull();
  });
});
