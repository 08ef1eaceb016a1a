import type { CsvProblem } from '../../../data/console/inventory-csv.ts';
import { count, figures } from '../../../words/counts.ts';

export const words = {
  title: 'Inventory',
  table: 'Company laptops',
  columns: { tag: 'Tag', serial: 'Serial number', model: 'Model', devices: 'Enrolled as', uuid: 'Hardware UUID', note: 'Note', added: 'Added' },
  none: 'No inventory yet',
  noneMore: 'Import a list of the laptops the company owns. From then on a laptop that is not in it can be told apart, and refused.',
  notEnrolled: 'Not enrolled',
  devices: (first: string, more: number) => (more === 0 ? first : `${first} and ${figures(more)} more`),
  import: 'Import CSV',
  sheet: {
    record: 'Machine',
    devices: 'Enrolled laptops that match',
    remove: 'Remove',
    removeTitle: (tag: string) => `Remove ${tag} from the inventory?`,
    removeNoDevice: 'A laptop with its number then counts as not listed. The record can be imported again.',
    removeDevices: (n: number) => `${count(n, 'enrolled laptop matches it and then counts', 'enrolled laptops match it and then count')} as not listed. Laptops that are in use stay so.`,
    removeConfirm: 'Remove record',
  },
  importing: {
    title: 'Import the inventory',
    lead: 'A CSV file whose first line names its columns: tag, serial, uuid, model, note. The tag and one of serial and uuid are needed; a tag that is known already is changed.',
    file: 'File',
    empty: 'There is no line under the headings of this file.',
    noHeadings: 'The first line has to name the columns: tag, and serial or uuid.',
    tooLarge: 'This file is larger than the two megabytes the hub takes at once. Split it.',
    unreadable: 'This file could not be read. Choose it again.',
    preview: (shown: number, all: number) => (shown === all ? count(all, 'line', 'lines') : `The first ${figures(shown)} of ${figures(all)} lines`),
    import: (n: number) => `Import ${count(n, 'line', 'lines')}`,
    done: (added: number, changed: number, same: number) => `${figures(added)} added, ${figures(changed)} changed, ${figures(same)} as they were.`,
    close: 'Done',
  },
};

export function csvProblemWords({ line, kind }: CsvProblem): string {
  switch (kind) {
    case 'quote-not-closed':
      return `Line ${line}: a quotation mark is opened and never closed.`;
    case 'text-after-quote':
      return `Line ${line}: there is text after a closing quotation mark. A quotation mark inside a field is written twice.`;
  }
}
