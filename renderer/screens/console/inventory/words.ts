import type { CsvProblem } from '../../../data/console/inventory-csv.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.inventory;

export const words = {
  ...t,
  devices: (first: string, more: number) => say(t.devices, { first, more }),
  sheet: {
    ...t.sheet,
    removeTitle: (tag: string) => say(t.sheet.removeTitle, { tag }),
    removeDevices: (n: number) => say(t.sheet.removeDevices, { n }),
  },
  importing: {
    ...t.importing,
    preview: (shown: number, all: number) => (shown === all ? say(t.importing.lines, { n: all }) : say(t.importing.firstLines, { shown, all })),
    import: (n: number) => say(t.importing.import, { n }),
    done: (added: number, changed: number, same: number) => say(t.importing.done, { added, changed, same }),
  },
};

export const csvProblemWords = ({ line, kind }: CsvProblem): string => say(t.csvProblems[kind], { line });
