import type { ConsoleOutput } from '../../shared/contract/console/index.ts';
import type { CustomerId, MergeId } from '../../shared/domain/ids.ts';
import type { ChannelChoice } from '../../shared/domain/outgoing.ts';
import type { Template } from '../../shared/domain/template.ts';

/** As the hub would tell them of an outdoor shop's number. */
export const shopTemplates: readonly Template[] = [
  {
    name: 'order_on_its_way', language: 'en', category: 'UTILITY',
    header: 'Order {{1}}',
    body: 'Hello {{1}}, your order left our warehouse today and should be with you by {{2}}. Reply here if anything is wrong with it.',
    footer: 'Nordlicht Outdoor',
    buttons: [{ text: 'Follow the parcel', url: 'https://shop.nordlicht.example/track/{{1}}' }],
    fields: [
      { key: 'header.1', part: 'header', name: '1', button: null, example: 'NL-20931' },
      { key: 'body.1', part: 'body', name: '1', button: null, example: 'Maria' },
      { key: 'body.2', part: 'body', name: '2', button: null, example: 'Thursday' },
      { key: 'button0.1', part: 'button', name: '1', button: 0, example: 'NL-20931' },
    ],
  },
  {
    name: 'your_receipt', language: 'en', category: 'UTILITY', header: null, media: 'document', body: 'Hello {{1}}, here is your receipt. With the code you get free shipping on your next order.', footer: 'Nordlicht Outdoor',
    buttons: [{ text: 'Copy code', url: null, code: true }],
    fields: [{ key: 'body.1', part: 'body', name: '1', button: null, example: 'Maria' }, { key: 'button0.code', part: 'button', name: 'code', button: 0, example: 'NORD10' }],
  },
  { name: 'still_interested', language: 'en', category: 'UTILITY', header: null, body: 'Hello {{first_name}}, you asked us about something we could not answer at once. May we write to you about it again?', footer: null, buttons: [{ text: 'Yes', url: null }, { text: 'No, thank you', url: null }], fields: [{ key: 'body.first_name', part: 'body', name: 'first_name', button: null, example: 'Maria' }] },
  { name: 'still_interested', language: 'de', category: 'UTILITY', header: null, body: 'Guten Tag {{first_name}}, Sie hatten uns etwas gefragt, das wir nicht gleich beantworten konnten. Dürfen wir Ihnen noch einmal schreiben?', footer: null, buttons: [], fields: [{ key: 'body.first_name', part: 'body', name: 'first_name', button: null, example: 'Maria' }] },
];

/** Where the shop's agents may begin. */
export const shopChannels: readonly ChannelChoice[] = [
  { id: '00000020-0000-4000-8000-000000000001', kind: 'email', name: 'Help', address: 'hilfe@nordlicht.example', country: null },
  { id: '00000020-0000-4000-8000-000000000002', kind: 'email', name: 'Returns', address: 'retouren@nordlicht.example', country: null },
  { id: '00000020-0000-4000-8000-000000000003', kind: 'phone', name: 'Support line', address: null, country: 'DE' },
];

/** Somebody of the same name, and one who was joined; of the first customer only. */
export function suggestedFor(customer: CustomerId, now: number): ConsoleOutput<'customer.suggestions'> {
  if (!customer.endsWith('-000000000001')) return { likely: [], merges: [] };
  return {
    likely: [{ customer: { id: '00000003-0000-4000-8000-000000000099' as CustomerId, name: 'Friederike Müller-Größmann', identities: [{ kind: 'whatsapp', shown: '••• 5571' }] }, conversations: 2 }],
    merges: [{ merge: '00000022-0000-4000-8000-000000000001' as MergeId, name: 'F. Müller', by: 'Ayşe Demir', at: now - 3 * 24 * 3_600_000 }],
  };
}
