import { expect, test } from 'vitest';
import { loadPeers } from '../../../bench/redaction/peers.ts';

test('every peer loads and is asked in the way that makes it find a card and say where', async () => {
  const said: string[] = [];
  const peers = await loadPeers((line) => said.push(line));
  expect(said).toEqual([]);
  expect(peers.map(({ name }) => name)).toEqual(['redact-pii', '@redactpii/node', '@cdssnc/sanitize-pii', '@coffeeandfun/remove-pii', 'openredaction', '@openai/guardrails']);
  const text = 'My card is 4242 4242 4242 4242, thanks.';
  for (const peer of peers) {
    const cards = (await peer.find(text)).filter(({ type }) => peer.coarse[type] === 'card');
    expect(cards.map(({ start, end }) => text.slice(start, end)), peer.name).toEqual(['4242 4242 4242 4242']);
  }
});
