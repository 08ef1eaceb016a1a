import { X } from 'lucide-react';
import type { CustomerSeen } from '../../../shared/contract/console/customers.ts';
import { useCustomerLook } from '../../data/customer-look.ts';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { IconButton } from '../../ui/button.tsx';
import { calendarDate, wholeTime } from '../../words/times.ts';
import { BlockSender } from './block-sender.tsx';
import { CustomerNotes } from './customer/customer-notes.tsx';
import { HowFarKnown } from './customer/how-far-known.tsx';
import { OrderList } from './customer/order-list.tsx';
import { OtherConversations } from './customer/other-conversations.tsx';
import { placeWords, words as customerWords } from './customer/words.ts';
import './customer-panel.css';
import { SamePerson } from './outbound/same-person.tsx';
import { words } from './words.ts';

/** Who is writing: what this role may see of them. What the laptop does not hold comes from the hub, for as long as this is open. */
export function CustomerPanel({ opened, onClose }: { readonly opened: OpenConversation; readonly onClose: () => void }) {
  const { customer, conversation } = opened;
  const { look, again, addNote, removeNote } = useCustomerLook(conversation.id, conversation.verification, customer);
  const seen = look.kind === 'seen' ? look.seen : null;
  const identities = seen?.identities ?? customer.identities;
  const place = seen === null ? null : placeWords(seen);
  return (
    <aside className="customer" id="customer-panel" aria-label={words.customer.label}>
      <header className="customer-head">
        <h2 className="customer-name">{seen?.name ?? (customer.name === '' ? conversation.customerName : customer.name)}</h2>
        <IconButton label={words.customer.close} onClick={onClose}>
          <X className="icon" />
        </IconButton>
      </header>
      <section className="customer-part">
        <h3>{words.customer.who}</h3>
        {identities.length === 0 && <p className="customer-hint">{words.customer.none}</p>}
        <dl className="customer-facts">
          {identities.map((identity) => (
            <Fact key={`${identity.kind} ${identity.shown}`} label={words.customer.kinds[identity.kind]} value={identity.shown} />
          ))}
          {place !== null && <Fact label={words.customer.place} value={place} />}
        </dl>
        {identities.length > 0 && <p className="customer-hint">{words.customer.masked}</p>}
      </section>
      <HowFarKnown key={conversation.id} conversation={conversation.id} level={conversation.verification} look={look} />
      <OrderList key={conversation.id} conversation={conversation.id} look={look} onAgain={again} />
      <OtherConversations customer={customer.id} open={conversation.id} />
      {seen !== null && seen.notes !== null && <CustomerNotes notes={seen.notes} addNote={addNote} removeNote={removeNote} />}
      <SamePerson opened={opened} />
      <section className="customer-part">
        <h3>{words.customer.thisConversation}</h3>
        <dl className="customer-facts">
          <Fact label={words.customer.began} value={wholeTime(conversation.createdAt)} />
          <Fact label={words.customer.channel} value={words.channels[conversation.channel]} />
          <Fact label={words.conversation.status} value={words.conversation.statuses[conversation.status]} />
        </dl>
      </section>
      {seen !== null && <Privacy seen={seen} />}
      <BlockSender opened={opened} />
    </aside>
  );
}

function Privacy({ seen: { consent, privacy } }: { readonly seen: CustomerSeen }) {
  const say = customerWords.privacy;
  return (
    <section className="customer-part">
      <h3>{say.title}</h3>
      <dl className="customer-facts">
        {consent !== undefined && <Fact label={say.consent} value={consent ? say.consents.yes : say.consents.no} />}
        <Fact label={say.since} value={calendarDate(privacy.knownSince)} />
        <Fact label={say.exported} value={privacy.exportedAt === null ? say.never : calendarDate(privacy.exportedAt)} />
      </dl>
    </section>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
