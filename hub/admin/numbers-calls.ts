import { createHash } from 'node:crypto';
import type { NumbersWish } from '../../shared/contract/console/numbers.ts';
import { redactText } from '../../shared/redaction/index.ts';
import { numbersCsv } from '../numbers/numbers-csv.ts';
import { NumbersDesk } from '../numbers/numbers.ts';
import type { AdminContext } from './admin-call.ts';
import { consoleAdminCalls } from './console-call.ts';

const show = ({ rooms, user }: AdminContext, wish: NumbersWish) => new NumbersDesk(rooms).show(user, wish);

export const numbersCalls = consoleAdminCalls({
  'numbers.show': show,
  'numbers.export': async (context, wish) => {
    const { store, audit, policies } = context.rooms;
    const numbers = await show(context, wish);
    return store.transaction().execute(async (tx) => {
      const { redaction } = (await policies.current(tx)).policy;
      const csv = numbersCsv(numbers, (text) => redactText(text, redaction).text);
      const bytes = Buffer.from(csv, 'utf8');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await audit.append(tx, { actor: context.actor, action: 'numbers.export', subject: `numbers:${numbers.from}/${numbers.to}`, detail: { by: wish.by ?? 'all', rows: numbers.rows.length, bytes: bytes.length, sha256 } });
      return { csv, sha256 };
    });
  },
});
