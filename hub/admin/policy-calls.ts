import { previewPolicy } from '../enrolment/policy-preview.ts';
import { previewRedaction } from '../intake/redaction-preview.ts';
import { consoleAdminCalls } from './console-call.ts';

export const policyCalls = consoleAdminCalls({
  'policy.show': async ({ rooms }) => (await rooms.store.transaction().execute((tx) => rooms.policies.current(tx))).policy,
  'policy.preview': async ({ rooms }, draft) => {
    const { policy } = await rooms.store.transaction().execute((tx) => rooms.policies.current(tx));
    const preview = previewPolicy(policy, draft, await rooms.deviceCards.list(rooms.store));
    const touched = preview.fields.some((field) => field.startsWith('redaction.'));
    return { ...preview, redaction: touched ? await previewRedaction(rooms.store, rooms.envelope, policy.redaction, draft.redaction) : null };
  },
  'policy.set': async ({ rooms, actor, running }, draft) => {
    const { policy } = await rooms.store.transaction().execute((tx) => rooms.policies.set(tx, actor, draft));
    await running?.recheckAll();
    return policy;
  },
  'policy.suggestions': ({ rooms }) => rooms.store.transaction().execute((tx) => rooms.mistakes.suggestions(tx)),
  'policy.discard': async ({ rooms, actor }, suggestion) => {
    await rooms.store.transaction().execute((tx) => rooms.mistakes.discard(tx, actor, suggestion));
    return null;
  },
});
