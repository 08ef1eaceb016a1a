import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import type { AdminInput, AdminOutput } from '../admin-api.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say, table } from './answering.ts';

class PolicyFileError extends SealdeskError<'file-malformed'> {}

/** `sealdesk policy ...` */
export function addPolicyCommands(program: Command): void {
  const policy = program.command('policy').description('what the company decides for its devices, signed');
  asking(policy.command('show'))
    .description('the policy in force')
    .action((o: Asked) =>
      reporting(o, async () => {
        const inForce = await askHub(o.data, 'policy.show', null);
        say(o, inForce, JSON.stringify(inForce, null, 2));
      }),
    );
  asking(policy.command('suggestions'))
    .description('patterns that the policy could leave alone, from what two people brought back as destroyed by mistake')
    .action((o: Asked) =>
      reporting(o, async () => {
        const suggestions = await askHub(o.data, 'policy.suggestions', null);
        const words = suggestions.length === 0 ? 'Nothing was brought back yet that has a form of its own.' : table([['times', 'taken for', 'pattern'], ...suggestions.map(({ times, type, pattern }) => [String(times), type, pattern])]);
        say(o, suggestions, words);
      }),
    );
  asking(policy.command('preview <file>'))
    .description('what a new version would change for which devices; nothing is signed')
    .action((file: string, o: Asked) =>
      reporting(o, async () => {
        const preview = await askHub(o.data, 'policy.preview', readDraft(file));
        say(o, preview, previewWords(preview));
      }),
    );
  asking(policy.command('set <file>'))
    .description('sign a new version: the whole document, as "policy show" gives it')
    .action((file: string, o: Asked) =>
      reporting(o, async () => {
        const set = await askHub(o.data, 'policy.set', readDraft(file));
        say(o, set, `Policy version ${set.version} is in force. Connected devices have been told.`);
      }),
    );
}

function previewWords({ fields, effects, redaction }: AdminOutput<'policy.preview'>): string {
  if (fields.length === 0) return 'This is the policy in force: nothing would change.';
  const devices = effects.flatMap(({ name, agentName, changes }) => [`${name} (${agentName})`, ...changes.map((change) => `  ${change}`)]);
  return [`Would change: ${fields.join(', ')}.`, '', ...(devices.length > 0 ? devices : ['No device would notice.']), ...redactionWords(redaction)].join('\n');
}

function redactionWords(redaction: AdminOutput<'policy.preview'>['redaction']): string[] {
  if (redaction === null) return [];
  const { messages, changes } = redaction;
  if (changes.length === 0) return ['', `In the newest ${messages} messages of customers the same would have been hidden.`];
  return ['', `In the newest ${messages} messages of customers would have been hidden:`, table([['', 'now', 'then'], ...changes.map(({ type, before, after }) => [type, String(before), String(after)])])];
}

/** The hub checks it. */
function readDraft(file: string): AdminInput<'policy.set'> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as AdminInput<'policy.set'>;
  } catch (cause) {
    throw new PolicyFileError('file-malformed', 'The file cannot be read or is not JSON. Nothing was changed.', { cause });
  }
}
