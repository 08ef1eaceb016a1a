import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrivateKey } from '@signalapp/libsignal-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { adoptCertificate, requestCertificate } from '../../../../hub/enrolment/adopt-certificate.ts';
import { endWords, warnOfCertificateEnd } from '../../../../hub/enrolment/certificate-end.ts';
import { certifyHub, type HubCertificateFile, type HubRequest, type HubRequestFile, readHubRequest, rotateRoot, signHubCertificate } from '../../../../hub/enrolment/hub-certification.ts';
import { loadOrganisation } from '../../../../hub/enrolment/organisation.ts';
import { keepState, makeRoot, type OpenRoot, openRoot, readRootState, refuseWithin } from '../../../../hub/enrolment/root-folder.ts';
import { readRecoveryText, recoverySheet } from '../../../../hub/store/recovery-sheet.ts';
import { publicKeyFrom, publicKeyText } from '../../../../shared/trust/keys.ts';
import { signStatement, verifyStatement } from '../../../../shared/trust/statement.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';

// Every opening of a root costs a second of Argon2id by design.
vi.setConfig({ testTimeout: 60_000 });

const organisation = 'Nordlicht Versand';
const passphrase = 'seven grey herons over the ice';
const day = 24 * 3_600_000;

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sealdesk-root-'));
  folders.push(made);
  return made;
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const hubKey = PrivateKey.generate();
const signalIdentity = publicKeyText(PrivateKey.generate().getPublicKey());

function requestOf(changed: Partial<HubRequest> = {}, signer = hubKey, at = Date.now()): HubRequestFile {
  const own = publicKeyText(hubKey.getPublicKey());
  const payload = { organisation, hubKey: own, signalIdentity, serial: 1, minimumSerial: 1, ...changed };
  return { v: 1, hubKey: own, request: signStatement('hub-request', payload, { serial: 1, notBefore: at - 1000, notAfter: at + 30 * day }, signer) };
}

const certificateIn = ({ certificate }: HubCertificateFile, root: PrivateKey) => verifyStatement('hub-certificate', certificate, root.getPublicKey(), Date.now());

describe('the organisation root', () => {
  it('opens with its passphrase and no other, and lies encrypted in a folder that only its owner can enter', async () => {
    const root = join(folder(), 'root');
    const { key } = await makeRoot(root, { organisation, passphrase });
    expect(statSync(root).mode & 0o777).toBe(0o700);
    expect(readdirSync(root).toSorted()).toEqual(['root.json', 'root.key']);
    for (const name of readdirSync(root)) {
      expect(statSync(join(root, name)).mode & 0o777, name).toBe(0o600);
      const content = readFileSync(join(root, name));
      expect(content.includes(Buffer.from(key.serialize())) || content.includes(Buffer.from(key.serialize()).toString('base64').slice(0, 40))).toBe(false);
    }
    expect((await openRoot(root, passphrase)).key.serialize()).toEqual(key.serialize());
    await expect(openRoot(root, `${passphrase}!`)).rejects.toMatchObject({ kind: 'root-passphrase-wrong' });
  });

  it('says without a passphrase which it is', async () => {
    const root = folder();
    const { key } = await makeRoot(root, { organisation, passphrase });
    expect(readRootState(root)).toMatchObject({ organisation, publicKey: publicKeyText(key.getPublicKey()), lastSerial: 0, rotations: [], replacedBy: null });
  });

  it('is not made over another one, nor under a passphrase that is soon guessed', async () => {
    const root = folder();
    await expect(makeRoot(root, { organisation, passphrase: 'fourteen chars' })).rejects.toMatchObject({ kind: 'root-passphrase-short' });
    expect(readdirSync(root)).toEqual([]);
    const { key } = await makeRoot(root, { organisation, passphrase });
    await expect(makeRoot(root, { organisation, passphrase })).rejects.toMatchObject({ kind: 'root-exists' });
    expect((await openRoot(root, passphrase)).key.serialize()).toEqual(key.serialize());
  });

  it('has no place in a hub’s data folder, by whatever name', async () => {
    const data = folder();
    const elsewhere = folder();
    mkdirSync(join(data, 'keys'));
    symlinkSync(data, join(elsewhere, 'link'));
    const within = [data, join(data, 'root'), join(data, 'keys', '..', 'root'), join(elsewhere, 'link'), join(elsewhere, 'link', 'not', 'there', 'yet'), join(data, '..root')];
    for (const place of within) expect(() => refuseWithin(data, place), place).toThrow(expect.objectContaining({ kind: 'root-in-data' }));
    for (const place of [`${data}-root`, elsewhere, join(data, '..', 'x'), tmpdir()]) expect(() => refuseWithin(data, place), place).not.toThrow();

    writeFileSync(join(data, 'hub.db'), '');
    for (const place of within) await expect(makeRoot(place, { organisation, passphrase }), place).rejects.toMatchObject({ kind: 'root-in-data' });
    expect(existsSync(join(data, 'root'))).toBe(false);
  });

  it('that is missing, damaged or put together of two is not opened', async () => {
    const [one, two] = [folder(), folder()];
    expect(() => readRootState(one)).toThrow(expect.objectContaining({ kind: 'root-missing' }));
    await makeRoot(one, { organisation, passphrase });
    await makeRoot(two, { organisation, passphrase });
    writeFileSync(join(two, 'root.json'), readFileSync(join(one, 'root.json')));
    await expect(openRoot(two, passphrase)).rejects.toMatchObject({ kind: 'root-damaged' });
    writeFileSync(join(one, 'root.key'), readFileSync(join(one, 'root.key')).subarray(0, 100));
    await expect(openRoot(one, passphrase)).rejects.toMatchObject({ kind: 'root-key-damaged' });
    writeFileSync(join(one, 'root.json'), '{}');
    expect(() => readRootState(one)).toThrow(expect.objectContaining({ kind: 'root-damaged' }));
    rmSync(join(two, 'root.json'));
    await expect(openRoot(two, passphrase)).rejects.toMatchObject({ kind: 'root-damaged' });
    await expect(makeRoot(two, { organisation, passphrase })).rejects.toMatchObject({ kind: 'root-exists' });
  });

  it('comes back from its recovery sheet under a new passphrase, and signs on where the lost folder was', async () => {
    const { key } = await makeRoot(folder(), { organisation, passphrase });
    const sheet = recoverySheet('organisation-root', key.serialize(), { organisation, madeAt: new Date(0) });
    expect(sheet).toContain('ORGANISATION ROOT');
    const typed = sheet.split('\n').slice(3, 5).join('\n');
    expect(() => readRecoveryText('organisation-root', typed.replace(/[A-Z2-7](?=\n)/, (letter) => (letter === 'A' ? 'B' : 'A')))).toThrow(expect.objectContaining({ kind: 'sheet-mistyped' }));
    expect(() => readRecoveryText('master-key', typed)).toThrow(expect.objectContaining({ kind: 'sheet-of-another-key' }));

    const again = folder();
    await makeRoot(again, { organisation, passphrase: 'another passphrase altogether', key: PrivateKey.deserialize(readRecoveryText('organisation-root', typed)) });
    const root = await openRoot(again, 'another passphrase altogether');
    const { serial, payload } = certificateIn(certifyHub(root, readHubRequest(requestOf({ serial: 7, minimumSerial: 4 }), Date.now()), false, Date.now()), key);
    expect({ serial, minimum: payload.minimumSerial }).toEqual({ serial: 8, minimum: 4 });
  });
});

describe('a certificate of the root', () => {
  let root: OpenRoot;
  beforeAll(async () => {
    root = await makeRoot(mkdtempSync(join(tmpdir(), 'sealdesk-root-')), { organisation, passphrase });
  });
  afterAll(() => rmSync(root.folder, { recursive: true, force: true }));
  const reopened = (): OpenRoot => ({ ...root, state: readRootState(root.folder) });

  it('has a serial above every one before it, and ends those only when it is to replace them', () => {
    const request = readHubRequest(requestOf(), Date.now());
    const terms = [false, false, true, false].map((replaces) => {
      const { serial, payload } = certificateIn(certifyHub(reopened(), request, replaces, Date.now()), root.key);
      return [serial, payload.minimumSerial];
    });
    expect(terms).toEqual([[2, 1], [3, 1], [4, 4], [5, 4]]);
    expect(readRootState(root.folder)).toMatchObject({ lastSerial: 5, minimumSerial: 4 });
  });

  it('is not signed for a request that the hub key did not sign, that is old, or that was changed', () => {
    const refused = (file: HubRequestFile, at = Date.now()) => expect(() => readHubRequest(file, at)).toThrow(expect.objectContaining({ kind: 'request-refused' }));
    const stranger = PrivateKey.generate();
    refused(requestOf({}, stranger));
    refused({ ...requestOf({}, stranger), hubKey: publicKeyText(stranger.getPublicKey()) });
    refused(requestOf(), Date.now() + 31 * day);
    refused(requestOf({ serial: 1, minimumSerial: 2 }));
    const good = requestOf();
    refused({ ...good, request: { ...good.request, body: good.request.body.replace('"serial":1', '"serial":2') } });
    refused({ ...good, hubKey: 'A'.repeat(44) });
    expect(() => requestOf({ serial: 2_000_000_000 })).toThrow(expect.objectContaining({ kind: 'malformed' }));
  });

  it('is not signed for another organisation, nor by a root that was rotated', async () => {
    const request = readHubRequest(requestOf(), Date.now());
    expect(() => certifyHub(reopened(), { ...request, organisation: 'Sudlicht' }, false, Date.now())).toThrow(expect.objectContaining({ kind: 'root-of-another-organisation' }));
    const [old, next, third] = [folder(), folder(), folder()];
    const rotated = await makeRoot(old, { organisation, passphrase });
    await expect(rotateRoot(rotated, { folder: old, passphrase }, request, Date.now())).rejects.toMatchObject({ kind: 'root-exists' });
    await rotateRoot(rotated, { folder: next, passphrase }, request, Date.now());
    const again = await openRoot(old, passphrase);
    expect(() => certifyHub(again, request, false, Date.now())).toThrow(expect.objectContaining({ kind: 'root-replaced' }));
    await expect(rotateRoot(again, { folder: third, passphrase }, request, Date.now())).rejects.toMatchObject({ kind: 'root-replaced' });
    expect(readdirSync(third)).toEqual([]);
  });

  it('is not signed twice under one serial where the first got lost', () => {
    const request = readHubRequest(requestOf({ serial: 9 }), Date.now());
    const [first, second] = [0, 1].map(() => certificateIn(certifyHub(reopened(), request, false, Date.now()), root.key).serial);
    expect(second).toBe(first! + 1);
  });

  it('is announced sixty days before its end, and when it has ended', () => {
    const said: string[] = [];
    const log = { info: () => undefined, warn: (event: string, detail?: object) => void said.push(`${event} ${JSON.stringify(detail)}`) };
    const certification = { root: root.key.getPublicKey(), certificate: signHubCertificate(root.key, { organisation, hubKey: publicKeyText(hubKey.getPublicKey()), signalIdentity, minimumSerial: 1 }, 1, 30 * day), rotations: [] };
    const end = (30 + 2 * 365) * day;
    for (const at of [end - 600 * day, end - 61 * day, end - 60 * day, end - day, end + 1]) warnOfCertificateEnd(certification, at, log);
    expect(said).toEqual(['hub.certificate-ends-soon {"days":60}', 'hub.certificate-ends-soon {"days":1}', 'hub.certificate-ended {"days":-1}']);
    expect(endWords(end, end - 61 * day)).toBeNull();
    expect(endWords(null, end)).toBeNull();
    expect(endWords(end, end - 5 * day)).toContain('ends in 5 days');
    expect(endWords(end, end + 1)).toContain('has ended');
  });
});

describe('the hub', () => {
  let hub: HubInProcess;
  let root: OpenRoot;
  beforeAll(async () => {
    hub = await HubInProcess.make();
    const place = mkdtempSync(join(tmpdir(), 'sealdesk-root-'));
    root = keepState(await makeRoot(place, { organisation, passphrase, key: hub.root }), { lastSerial: 1 });
  });
  afterAll(async () => {
    await hub.remove();
    rmSync(root.folder, { recursive: true, force: true });
  });

  const now = () => hub.clock.now();
  const request = async () => readHubRequest(await hub.tx((tx) => requestCertificate(tx, hub.rooms.organisation, hub.rooms.signer)), now());
  const adopt = async (file: HubCertificateFile) => {
    const certification = await hub.tx((tx) => adoptCertificate(tx, hub.rooms.organisation, file, hub.rooms.audit, 'test', now()));
    hub.rooms.organisation.recertified(certification);
    return certification;
  };
  const stored = () => hub.rooms.store.selectFrom('organisation').select(['root_key', 'hub_certificate', 'rotations']).executeTakeFirstOrThrow();
  const present = () => verifyStatement('hub-certificate', hub.rooms.organisation.certificate, hub.rooms.organisation.root, 'any');

  it('asks for its next certificate with a proof of its key, and shows the one it gets', async () => {
    const asked = await request();
    expect(asked).toMatchObject({ organisation, serial: 1, hubKey: publicKeyText(hub.rooms.organisation.hubKey.getPublicKey()) });
    await adopt(certifyHub(root, asked, false, now()));
    expect(present().serial).toBe(2);
    expect((await loadOrganisation(hub.rooms.store, hub.rooms.envelope)).certificate).toEqual(hub.rooms.organisation.certificate);
  });

  it('refuses a certificate of another root, for another key or identity, of no higher serial, or ended before it began, and stays as it was', async () => {
    const before = await stored();
    const own = await request();
    const payload = { organisation, hubKey: own.hubKey, signalIdentity: own.signalIdentity, minimumSerial: 1 };
    const strange = publicKeyText(PrivateKey.generate().getPublicKey());
    const file = (changed: Partial<typeof payload>, serial = 10, key = hub.root): HubCertificateFile => ({ v: 1, certificate: signHubCertificate(key, { ...payload, ...changed }, serial, now()), rotations: [] });
    const refusals: [HubCertificateFile, string][] = [
      [file({}, 10, PrivateKey.generate()), 'certificate-not-ours'],
      [file({ organisation: 'Sudlicht' }), 'certificate-not-ours'],
      [{ ...file({}), certificate: signHubCertificate(hub.root, payload, 10, now() - 800 * day) }, 'certificate-not-ours'],
      [file({ hubKey: strange }), 'certificate-of-another-hub'],
      [file({ signalIdentity: strange }), 'certificate-of-another-hub'],
      [file({}, own.serial), 'certificate-not-newer'],
      [file({ minimumSerial: 11 }), 'certificate-not-newer'],
    ];
    for (const [refused, kind] of refusals) await expect(adopt(refused), kind).rejects.toMatchObject({ kind });
    expect(await stored()).toEqual(before);
  });

  it('follows a rotation that its root signed, also two that it hears of at once, and keeps the whole chain', async () => {
    const [second, third, fourth] = [folder(), folder(), folder()];
    await adopt(await rotateRoot({ ...root, state: readRootState(root.folder) }, { folder: second, passphrase }, await request(), now()));
    expect(publicKeyText(hub.rooms.organisation.root)).toBe(readRootState(second).publicKey);
    expect(present().payload.minimumSerial).toBe(present().serial);

    // The file of the first of these two got lost on its way.
    await rotateRoot(await openRoot(second, passphrase), { folder: third, passphrase }, await request(), now());
    const file = await rotateRoot(await openRoot(third, passphrase), { folder: fourth, passphrase }, await request(), now());
    await adopt(file);
    const { root_key, rotations } = await stored();
    expect(root_key).toBe(readRootState(fourth).publicKey);
    const chain = JSON.parse(rotations) as HubCertificateFile['rotations'];
    expect(chain).toEqual(file.rotations);
    const roots = [publicKeyText(hub.root.getPublicKey())];
    for (const rotation of chain) roots.push(verifyStatement('root-rotation', rotation, publicKeyFrom(roots.at(-1)!), 'any').payload.newRoot);
    expect(roots).toEqual([publicKeyText(hub.root.getPublicKey()), ...[second, third, fourth].map((place) => readRootState(place).publicKey)]);
    const again = await loadOrganisation(hub.rooms.store, hub.rooms.envelope);
    expect(again.rotations).toEqual(chain);
    expect(again.root.equals(hub.rooms.organisation.root)).toBe(true);
  });

  it('takes nothing of a root that was rotated, and no rotation that its root did not sign', async () => {
    const before = await stored();
    const own = await request();
    const payload = { organisation, hubKey: own.hubKey, signalIdentity: own.signalIdentity, minimumSerial: 1 };
    const thief = PrivateKey.generate();
    const rotation = (by: PrivateKey) => signStatement('root-rotation', { organisation, newRoot: publicKeyText(thief.getPublicKey()) }, { serial: 9, notBefore: 0, notAfter: now() + day }, by);
    const files: HubCertificateFile[] = [
      { v: 1, certificate: signHubCertificate(hub.root, payload, own.serial + 1, now()), rotations: [] },
      { v: 1, certificate: signHubCertificate(thief, payload, own.serial + 1, now()), rotations: [rotation(hub.root)] },
      { v: 1, certificate: signHubCertificate(thief, payload, own.serial + 1, now()), rotations: [rotation(thief)] },
    ];
    for (const file of files) await expect(adopt(file)).rejects.toMatchObject({ kind: 'certificate-not-ours' });
    expect(await stored()).toEqual(before);
  });
});
