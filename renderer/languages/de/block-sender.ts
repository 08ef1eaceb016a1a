import type { blockSender as english } from '../en/block-sender.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const blockSender: Translated<typeof english> = {
  block: 'Diesen Absender blockieren',
  title: 'Diesen Absender blockieren?',
  consequence: 'Diese Unterhaltung gilt als erledigt. Was von dort noch kommt, wird abgelegt und gilt sofort als erledigt, für alle: Niemand erfährt davon, und nichts geht verloren. Ihre Teamleitung kann den Absender wieder zulassen.',
  done: 'Blockiert. Die Unterhaltung ist erledigt.',
};
