import type { failureBoundary as english } from '../en/failure-boundary.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const failureBoundary: Translated<typeof english> = {
  title: 'Dieses Fenster wurde angehalten',
  lead: 'Sealdesk konnte diese Ansicht nicht zeichnen. Im Tresor hat sich nichts geändert, und Entwürfe sind aufbewahrt. Laden Sie das Fenster neu; wenn es wieder anhält, sagen Sie der IT, was Sie gerade getan haben.',
  reload: 'Fenster neu laden',
};
