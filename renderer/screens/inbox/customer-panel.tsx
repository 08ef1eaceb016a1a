import { X } from 'lucide-react';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { IconButton } from '../../ui/button.tsx';
import { wholeTime } from '../../words/times.ts';
import './customer-panel.css';
import { SamePerson } from './outbound/same-person.tsx';
import { words } from './words.ts';

/** Who is writing: what this role may see of them. */
export function CustomerPanel({ opened, onClose }: { readonly opened: OpenConversation; readonly onClose: () => void }) {
  const { customer, conversation } = opened;
  return (
    <aside className="customer" id="customer-panel" aria-label={words.customer.label}>
      <header className="customer-head">
        <h2 className="customer-name">{customer.name === '' ? conversation.customerName : customer.name}</h2>
        <IconButton label={words.customer.close} onClick={onClose}>
          <X className="icon" />
        </IconButton>
      </header>
      <section className="customer-part">
        <h3>{words.customer.reachable}</h3>
        {customer.identities.length === 0 ? (
          <p className="customer-hint">{words.customer.none}</p>
        ) : (
          <>
            <dl className="customer-facts">
              {customer.identities.map((identity) => (
                <div key={`${identity.kind} ${identity.shown}`}>
                  <dt>{words.customer.kinds[identity.kind]}</dt>
                  <dd>{identity.shown}</dd>
                </div>
              ))}
            </dl>
            <p className="customer-hint">{words.customer.masked}</p>
          </>
        )}
      </section>
      <SamePerson opened={opened} />
      <section className="customer-part">
        <h3>{words.customer.thisConversation}</h3>
        <dl className="customer-facts">
          <div>
            <dt>{words.customer.began}</dt>
            <dd>{wholeTime(conversation.createdAt)}</dd>
          </div>
          <div>
            <dt>{words.customer.channel}</dt>
            <dd>{words.channels[conversation.channel]}</dd>
          </div>
          <div>
            <dt>{words.conversation.status}</dt>
            <dd>{words.conversation.statuses[conversation.status]}</dd>
          </div>
        </dl>
      </section>
    </aside>
  );
}
