import { resolve } from 'node:path';
import { PrivateKey } from '@signalapp/libsignal-client';
import type { Command } from 'commander';
import { systemClock } from '../../../shared/domain/clock.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { keyId, publicKeyFrom } from '../../../shared/trust/keys.ts';
import { endsSoon, endWords } from '../../enrolment/certificate-end.ts';
import { certifyHub, HubRequestFile, readHubRequest, rotateRoot } from '../../enrolment/hub-certification.ts';
import { makeRoot, openRoot, OrganisationName, readRootState, type RootState } from '../../enrolment/root-folder.ts';
import { readRecoveryText, recoverySheet } from '../../store/recovery-sheet.ts';
import { moment, reporting, say, typedSheet } from './answering.ts';
import { passphraseIn, readAs, refuseExisting, writeNew } from './files.ts';

interface OnRoot {
  readonly root: string;
  readonly json: boolean;
}
interface WithPassphrase extends OnRoot {
  readonly passphraseFile: string;
}
interface Signing extends WithPassphrase {
  readonly request: string;
  readonly to: string;
}

class OrgError extends SealdeskError<'organisation-name'> {}

/** `sealdesk org ...`: the organisation root, on whatever machine its folder is at hand. None of them needs a hub. */
export function addOrgCommands(program: Command): void {
  const org = program.command('org').description('the organisation root: what every laptop of the organisation believes. Keep it outside the hub');
  onRoot(org.command('show'))
    .description('say which root this is and what it signed; needs no passphrase')
    .action((o: OnRoot) =>
      reporting(o, () => {
        const state = shown(readRootState(resolve(o.root)));
        say(o, state, described(state));
        return Promise.resolve();
      }),
    );
  withPassphrase(org.command('init'))
    .description('make the organisation root in a folder of its own')
    .requiredOption('--org <name>', "the organisation's name, as agents see it")
    .action((o: WithPassphrase & { org: string }) =>
      reporting(o, async () => {
        const { state } = await makeRoot(resolve(o.root), { organisation: nameOf(o.org), passphrase: passphraseIn(o.passphraseFile) });
        const made = shown(state);
        say(o, made, `Made the root of ${made.organisation}, key ${made.key}, in ${o.root}. Print its recovery sheet now ("sealdesk org sheet"), and keep both in a safe.`);
      }),
    );
  withPassphrase(org.command('sheet'))
    .description('print the recovery sheet')
    .action((o: WithPassphrase) =>
      reporting(o, async () => {
        const { key, state } = await openRoot(resolve(o.root), passphraseIn(o.passphraseFile));
        const head = { organisation: state.organisation, madeAt: new Date(systemClock.now()), keyId: keyId(key.getPublicKey()) };
        const sheet = recoverySheet('organisation-root', key.serialize(), head);
        say(o, { sheet }, sheet);
      }),
    );
  withPassphrase(org.command('recover'))
    .description('make the folder anew from the recovery sheet; what is typed is read from standard input')
    .requiredOption('--org <name>', "the organisation's name, as on the sheet")
    .action((o: WithPassphrase & { org: string }) =>
      reporting(o, async () => {
        const organisation = nameOf(o.org);
        const passphrase = passphraseIn(o.passphraseFile);
        const key = PrivateKey.deserialize(readRecoveryText('organisation-root', typedSheet()));
        const { state } = await makeRoot(resolve(o.root), { organisation, passphrase, key });
        const made = shown(state);
        say(o, made, `The root of ${made.organisation} is back in ${o.root}, key ${made.key}. Compare that with the key id on the sheet.`);
      }),
    );
  signing(org.command('sign'))
    .description("sign a hub's next certificate")
    .option('--replaces', 'ends every earlier certificate of the hub', false)
    .action((o: Signing & { replaces: boolean }) =>
      reporting(o, async () => {
        const request = requestOf(o);
        const root = await openRoot(resolve(o.root), passphraseIn(o.passphraseFile));
        writeNew(o.to, certifyHub(root, request, o.replaces, systemClock.now()));
        signed(o, o.root, request.hubKey);
      }),
    );
  signing(org.command('rotate'))
    .description('make the root that comes after this one, and sign a hub certificate with it; every earlier one is ended')
    .requiredOption('--new-root <dir>', "the new root's folder")
    .requiredOption('--new-passphrase-file <file>', "file with the new root's passphrase")
    .action((o: Signing & { newRoot: string; newPassphraseFile: string }) =>
      reporting(o, async () => {
        const request = requestOf(o);
        const next = { folder: resolve(o.newRoot), passphrase: passphraseIn(o.newPassphraseFile) };
        const root = await openRoot(resolve(o.root), passphraseIn(o.passphraseFile));
        writeNew(o.to, await rotateRoot(root, next, request, systemClock.now()));
        signed(o, o.newRoot, request.hubKey);
      }),
    );
}

function onRoot(command: Command): Command {
  return command.requiredOption('--root <dir>', "the organisation root's folder").option('--json', 'answer as JSON', false);
}

function withPassphrase(command: Command): Command {
  return onRoot(command).requiredOption('--passphrase-file <file>', "file with the root's passphrase");
}

function signing(command: Command): Command {
  return withPassphrase(command)
    .requiredOption('--request <file>', 'what "sealdesk hub request" wrote')
    .requiredOption('--to <file>', 'new file, to be carried to the hub for "sealdesk hub adopt"');
}

/** @throws OrgError */
function nameOf(org: string): string {
  const name = OrganisationName.safeParse(org);
  if (!name.success) throw new OrgError('organisation-name', "The organisation's name needs 1 to 120 letters.");
  return name.data;
}

function requestOf({ request, to }: Signing) {
  refuseExisting(to);
  return readHubRequest(readAs(request, HubRequestFile, "a hub's request from \"sealdesk hub request\""), systemClock.now());
}

function signed(o: Signing, by: string, hubKeyText: string): void {
  const hubKey = keyId(publicKeyFrom(hubKeyText));
  const state = shown(readRootState(resolve(by)));
  say(
    o,
    { to: o.to, hubKey, ...state },
    `Wrote ${o.to}: certificate ${state.lastSerial} for the hub key ${hubKey}, until ${moment(state.certificateUntil)}. Compare the hub key with what "sealdesk hub request" said, then: sealdesk hub adopt ${o.to}`,
  );
}

function shown({ organisation, publicKey, lastSerial, minimumSerial, certificateUntil, rotations, replacedBy }: RootState) {
  return {
    organisation,
    key: keyId(publicKeyFrom(publicKey)),
    lastSerial,
    minimumSerial,
    certificateUntil,
    endsSoon: certificateUntil !== null && endsSoon(certificateUntil, systemClock.now()),
    rotations: rotations.length,
    replacedBy: replacedBy === null ? null : keyId(publicKeyFrom(replacedBy)),
  };
}

function described({ organisation, key, lastSerial, minimumSerial, certificateUntil, rotations, replacedBy }: ReturnType<typeof shown>): string {
  const lines = [
    `Root of ${organisation}, key ${key}${rotations > 0 ? ` (rotated: ${rotations})` : ''}`,
    lastSerial === 0 ? 'It knows of no hub certificate yet.' : `Hub certificates up to ${lastSerial}; those below ${minimumSerial} are ended. The last one that it signed is good until ${moment(certificateUntil)}.`,
    replacedBy === null ? endWords(certificateUntil, systemClock.now()) : `Rotated: the root ${replacedBy} signs in its place.`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}
