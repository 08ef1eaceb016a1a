import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { EmailAddress, PersonName, TeamName } from '../../shared/domain/people.ts';
import { Role } from '../../shared/domain/permission.ts';
import { PeopleError } from './agents.ts';

/** A line of the import: roles and teams separated by spaces or semicolons; teams by name. */
const CsvLine = z.object({
  name: PersonName,
  email: EmailAddress,
  roles: z
    .string()
    .transform((text) => text.split(/[\s;]+/).filter(Boolean))
    .pipe(z.array(Role).min(1)),
  teams: z
    .string()
    .optional()
    .transform((text) => (text ?? '').split(';').map((name) => name.trim()).filter(Boolean))
    .pipe(z.array(TeamName)),
});
export type CsvAgent = z.infer<typeof CsvLine>;

export const maxCsvAgents = 10_000;

/**
 * Reads a CSV file (RFC 4180, UTF-8) with the header `name,email,roles,teams`; `teams` may be absent.
 * @throws PeopleError `csv-malformed`, which names the line and the column and quotes nothing of them.
 */
export function readAgentCsv(text: string): CsvAgent[] {
  let lines: unknown[];
  try {
    lines = parse(text, { columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()), bom: true, skip_empty_lines: true, trim: true, to: maxCsvAgents });
  } catch (cause) {
    throw new PeopleError('csv-malformed', 'The file is not CSV with the header name,email,roles,teams. Nothing was imported.', { cause });
  }
  const emails = new Set<string>();
  return lines.map((line, index) => {
    const place = `line ${index + 2}`;
    const parsed = CsvLine.safeParse(line);
    if (!parsed.success) {
      const column = parsed.error.issues[0]?.path[0] ?? 'name,email,roles,teams';
      throw new PeopleError('csv-malformed', `${place}: "${String(column)}" is missing or not valid. Nothing was imported.`);
    }
    if (emails.has(parsed.data.email)) throw new PeopleError('csv-malformed', `${place}: the address is in the file twice. Nothing was imported.`);
    emails.add(parsed.data.email);
    return parsed.data;
  });
}
