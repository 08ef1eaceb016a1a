import { previewPolicy } from '../enrolment/policy-preview.ts';
import { consoleAdminCalls } from './console-call.ts';

export const policyCalls = consoleAdminCalls({
  'policy.show': async ({ rooms }) => (await rooms.store.transaction().execute((tx) => rooms.policies.current(tx))).policy,
  'policy.preview': async ({ rooms }, draft) => {
    const { policy } = await rooms.store.transaction().execute((tx) => rooms.policies.current(tx));
    return previewPolicy(policy, draft, await rooms.deviceCards.list(rooms.store));
  },
  'policy.suggestions': ({ rooms }) => rooms.store.transaction().execute((tx) => rooms.mistakes.suggestions(tx)),
  'policy.set': async ({ rooms, actor, running }, draft) => {
    const { policy } = await rooms.store.transaction().execute((tx) => rooms.policies.set(tx, actor, draft));
    await running?.recheckAll();
    return policy;
  },
});
