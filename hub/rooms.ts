import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../shared/domain/clock.ts';
import { AuditChecks } from './audit/audit-check.ts';
import { createAudit } from './audit/audit-log.ts';
import { Joining } from './conversations/joining/joining.ts';
import { Merges } from './conversations/merging/merges.ts';
import { Approvals } from './enrolment/approvals.ts';
import { Codes } from './enrolment/codes.ts';
import { DeviceCards } from './enrolment/device-cards.ts';
import { DeviceRecords } from './enrolment/device-records.ts';
import { Failures } from './enrolment/failures.ts';
import { Devices } from './enrolment/devices.ts';
import { HubSessions } from './enrolment/hub-sessions.ts';
import { Inventory } from './enrolment/inventory.ts';
import { Invites } from './enrolment/invites.ts';
import { loadOrganisation, notInitialised, type Organisation } from './enrolment/organisation.ts';
import { Policies } from './enrolment/policies.ts';
import { SecondFactors } from './enrolment/second-factors.ts';
import { Shares } from './enrolment/shares.ts';
import { StatementSigner } from './enrolment/statement-signer.ts';
import { TotpResets } from './enrolment/totp-resets.ts';
import { UnlockRecords } from './enrolment/unlock-records.ts';
import { Verifiers } from './enrolment/verifiers.ts';
import { WipeReceipts } from './enrolment/wipe-receipts.ts';
import { Mailboxes } from './mailbox/mailbox.ts';
import { CustomerLooks } from './orders/customer-looks.ts';
import { CustomerVerifications } from './orders/customer-verifications.ts';
import { OrderActions } from './orders/order-actions.ts';
import { OrderApprovals } from './orders/order-approvals.ts';
import { Shops } from './orders/shops.ts';
import { Agents } from './people/agents.ts';
import { Teams } from './people/teams.ts';
import type { Audit, Envelope, MessagePolicy } from './ports.ts';
import { Erasures } from './privacy/erasures.ts';
import { Mistakes } from './reveal/mistakes.ts';
import { FileReleases } from './reveal/file-releases.ts';
import { Reveals } from './reveal/reveals.ts';
import { BlockedSenders } from './routing/blocked-senders.ts';
import { arrivalsOf } from './routing/arrivals.ts';
import { RoutingRules } from './routing/routing.ts';
import type { Store } from './store/database.ts';
import { createEnvelope } from './store/envelope.ts';
import { readMasterKey } from './store/master-key.ts';
import { databaseFile, openStore } from './store/open-store.ts';
import { CannedReplies } from './writing/canned-replies.ts';
import { Beginnings } from './writing/beginnings.ts';
import { Drafts } from './writing/drafts.ts';
import { Signatures } from './writing/signatures.ts';

/** The rooms of trust over one open store: what the service and the commands share, with no socket open. */
export interface Rooms {
  readonly data: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly auditChecks: AuditChecks;
  readonly organisation: Organisation;
  readonly signer: StatementSigner;
  readonly agents: Agents;
  readonly teams: Teams;
  readonly policies: Policies;
  readonly invites: Invites;
  readonly inventory: Inventory;
  readonly devices: Devices;
  readonly deviceCards: DeviceCards;
  readonly codes: Codes;
  readonly verifiers: Verifiers;
  readonly totpResets: TotpResets;
  readonly wipeReceipts: WipeReceipts;
  readonly shares: Shares;
  readonly hubSessions: HubSessions;
  readonly mailboxes: Mailboxes;
  readonly reveals: Reveals;
  readonly fileReleases: FileReleases;
  readonly mistakes: Mistakes;
  readonly routing: RoutingRules;
  readonly blockedSenders: BlockedSenders;
  readonly customerLooks: CustomerLooks;
  readonly customerVerifications: CustomerVerifications;
  readonly orderActions: OrderActions;
  readonly orderApprovals: OrderApprovals;
  readonly merges: Merges;
  readonly erasures: Erasures;
  readonly joining: Joining;
  readonly canned: CannedReplies;
  readonly signatures: Signatures;
  readonly drafts: Drafts;
  readonly beginnings: Beginnings;
}

/**
 * Opens the hub of a data folder.
 * @throws MasterKeyError, StoreNewerError, OrganisationError
 */
export async function openRooms(data: string, clock: Clock): Promise<Rooms> {
  if (!existsSync(join(data, databaseFile))) throw notInitialised();
  const envelope = createEnvelope(readMasterKey(data), clock);
  const store = await openStore(data, clock);
  try {
    const organisation = await loadOrganisation(store, envelope);
    const audit = createAudit(clock);
    const agents = new Agents(envelope, audit, clock);
    const signer = new StatementSigner(organisation.hubKey, clock);
    const policies = new Policies(signer, audit, clock);
    const inventory = new Inventory(envelope, audit, clock);
    const invites = new Invites({ audit, clock, agents, inventory });
    const records = new DeviceRecords(envelope);
    const approvals = new Approvals({ clock, records, inventory, invites });
    const shares = new Shares(envelope, audit, clock);
    const unlockRecords = new UnlockRecords(envelope);
    const verifiers = new Verifiers(unlockRecords);
    const hubKey = organisation.hubKey.getPublicKey();
    const hubSessions = new HubSessions(audit, clock);
    const policy: MessagePolicy = async (tx) => (await policies.current(tx)).policy;
    const mailboxes = new Mailboxes(organisation, envelope, clock);
    const shops = new Shops(clock);
    const orderDeps = { store, envelope, audit, clock, policies, agents, shops, fanOut: mailboxes };
    const orderActions = new OrderActions(orderDeps);
    const beginnings = new Beginnings({ envelope, clock, policy, agents, mailboxes });
    const routing = new RoutingRules({ envelope, audit, clock, people: agents, present: (tx) => hubSessions.atWork(tx) });
    const blockedSenders = new BlockedSenders(envelope, audit, clock);
    return {
      data,
      clock,
      store,
      envelope,
      audit,
      auditChecks: new AuditChecks(store),
      organisation,
      signer,
      agents,
      teams: new Teams(envelope, audit, clock),
      policies,
      invites,
      inventory,
      devices: new Devices({ envelope, audit, clock, agents, invites, approvals, records, policies, signer }),
      deviceCards: new DeviceCards({
        agents,
        approvals,
        inventory,
        policies,
        records,
        unlockRecords,
        // Asked for each time: the root can be rotated while the hub runs.
        get root() {
          return organisation.root;
        },
        hubKey,
      }),
      codes: new Codes({ audit, clock, policies, shares, unlockRecords, secondFactors: new SecondFactors(unlockRecords, clock), verifiers, failures: new Failures(audit, clock) }),
      verifiers,
      totpResets: new TotpResets({ audit, clock, records, signer, unlockRecords }),
      wipeReceipts: new WipeReceipts({ audit, records, hubKey }),
      shares,
      hubSessions,
      mailboxes,
      reveals: new Reveals({ envelope, audit, clock, policies, agents }),
      fileReleases: new FileReleases({ envelope, audit, clock, policies, agents }),
      customerLooks: new CustomerLooks({ store, envelope, audit, clock, policies, agents, shops }),
      customerVerifications: new CustomerVerifications({ store, envelope, audit, clock, policies, agents, shops, fanOut: mailboxes }),
      orderActions,
      orderApprovals: new OrderApprovals(orderDeps, orderActions.settling),
      joining: new Joining({ envelope, audit, clock, people: agents, fanOut: mailboxes, arrivals: arrivalsOf({ routing, blockedSenders }) }),
      merges: new Merges({ envelope, audit, clock, agents, fanOut: mailboxes, beginnings }),
      erasures: new Erasures({ envelope, audit, clock, policy, agents, blockedSenders, mailboxes, beginnings }),
      canned: new CannedReplies({ envelope, audit, clock, fanOut: mailboxes, policy }),
      signatures: new Signatures({ envelope, audit, fanOut: mailboxes, policy }),
      drafts: new Drafts({ envelope, clock, policy, agents, mailboxes }),
      beginnings,
      mistakes: new Mistakes({ envelope, audit, clock, policies, agents, fanOut: mailboxes }),
      routing,
      blockedSenders,
    };
  } catch (error) {
    await store.destroy();
    throw error;
  }
}
