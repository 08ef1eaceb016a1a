import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Elsewhere } from '../../../../shared/domain/conversation.ts';
import { AgentId } from '../../../../shared/domain/ids.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

describe('what was destroyed outside of a message’s text', () => {
  it('is kept with the message, and goes when the hub says that it was put right', async () => {
    const about = { ...conversation(), assigneeId: AgentId.parse(agent.id) };
    const elsewhere: Elsewhere[] = [{ in: 'subject', id: randomUUID(), until: 1_700_000_900_000, type: 'card', mask: '[card **** 4242]', start: 7 }, { in: 'file', file: 0, id: randomUUID(), until: 1_700_000_900_000, type: 'password', mask: '[password]', start: 0 }];
    const told = { ...message({ conversationId: about.id }), subject: 'Parcel [card **** 4242]', elsewhere };
    await test.openWithSession();
    await test.tell(conversationEvent(about), messageEvent(told));
    const shown = async () => (await test.opened.query('conversation.open', { id: about.id, before: null, limit: 5 }))?.messages.at(-1);
    expect(await shown()).toMatchObject({ subject: 'Parcel [card **** 4242]', elsewhere });
    const { elsewhere: _gone, ...right } = { ...told, subject: 'Parcel 4242 4242 4242 4242', revision: 2 };
    await test.tell({ e: 'message.replaced', message: right });
    expect((await shown())?.subject).toBe('Parcel 4242 4242 4242 4242');
    expect(await shown()).not.toHaveProperty('elsewhere');
  });
});
