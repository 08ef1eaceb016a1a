import { useRef, useState } from 'react';
import type { CustomerSeen, OrderCard, OrdersSeen } from '../../../../shared/contract/console/customers.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import type { CustomerLook } from '../../../data/customer-look.ts';
import { Button } from '../../../ui/button.tsx';
import { Skeleton } from '../../../ui/spinner.tsx';
import { calendarDate } from '../../../words/times.ts';
import { OrderActs } from './order-acts.tsx';
import { amountWords, placeWords, words } from './words.ts';
import { saidAgain } from '../../../words/said.ts';

const say = words.orders;
/** Cards that are shown without being asked for. */
const first = 3;

interface ListProps {
  readonly conversation: ConversationId;
  readonly look: CustomerLook;
  readonly onAgain: () => void;
}

interface ShownProps extends ListProps {
  readonly onBegin: () => void;
  readonly onDone: (words: string) => void;
}

/** Their orders, or why there are none to be seen. */
export function OrderList({ conversation, look, onAgain }: ListProps) {
  const [said, setSaid] = useState('');
  const place = useRef<HTMLElement>(null);
  const done = (words: string): void => {
    setSaid(words);
    // The order is drawn anew, and with it what had the focus.
    place.current?.focus();
    onAgain();
  };
  return (
    <section ref={place} tabIndex={-1} className="customer-part orders-part" aria-label={say.title} aria-busy={look.kind === 'asking' || undefined}>
      <h3>{say.title}</h3>
      <output className="customer-hint">{said}</output>
      <LookedUp conversation={conversation} look={look} onAgain={onAgain} onBegin={() => setSaid('')} onDone={done} />
    </section>
  );
}

function LookedUp({ conversation, look, onAgain, onBegin, onDone }: ShownProps) {
  switch (look.kind) {
    case 'asking':
      return (
        <output aria-label={say.asking}>
          <Skeleton lines={4} />
        </output>
      );
    case 'offline':
      return <p className="customer-hint">{say.offline}</p>;
    case 'not-allowed':
      return <p className="customer-hint">{say.notAllowed}</p>;
    case 'refused':
      return <p className="customer-hint">{saidAgain(look.message)}</p>;
    case 'unreachable':
      return (
        <div className="customer-lines">
          <p className="customer-hint">{say.unreachable}</p>
          <Button onClick={onAgain}>{say.again}</Button>
        </div>
      );
    case 'seen':
      return (
        <div className="customer-lines">
          <Orders conversation={conversation} orders={look.seen.orders} silent={look.seen.silent} onBegin={onBegin} onDone={onDone} />
          {look.seen.silent.map(({ shop, why }) => (
            <p key={shop} className="customer-hint">
              {say.silent[why](shop)}
            </p>
          ))}
          {look.seen.silent.some(({ why }) => why === 'unreachable' || why === 'busy') && <Button onClick={onAgain}>{say.again}</Button>}
        </div>
      );
  }
}

function Orders({ conversation, orders, silent, onBegin, onDone }: Pick<ShownProps, 'conversation' | 'onBegin' | 'onDone'> & { readonly orders: OrdersSeen; readonly silent: CustomerSeen['silent'] }) {
  const [all, setAll] = useState(false);
  switch (orders.kind) {
    case 'no-shop':
      return <p className="customer-hint">{say.noShop}</p>;
    case 'no-key':
      return <p className="customer-hint">{say.noKey}</p>;
    case 'hidden':
      return <p className="customer-hint">{orders.needs === null ? say.hidden : say.needs(orders.needs)}</p>;
    case 'counted':
      // Where a shop is silent and no other knows of one, it is not known whether there are any.
      if (orders.count === 0) return silent.length > 0 ? null : <None />;
      return (
        <>
          <p>{say.counted(orders.count, orders.more)}</p>
          {orders.needs !== null && <p className="customer-hint">{say.needs(orders.needs)}</p>}
        </>
      );
    case 'listed': {
      if (orders.orders.length === 0) return silent.length > 0 ? null : <None />;
      const shown = all ? orders.orders : orders.orders.slice(0, first);
      return (
        <>
          <ul className="orders">
            {shown.map((order, place) => (
              <li key={order.ref ?? place}>
                <Order order={order} />
                {order.ref !== undefined && <OrderActs conversation={conversation} order={order.ref} number={order.number ?? null} onBegin={onBegin} onDone={onDone} />}
              </li>
            ))}
          </ul>
          {shown.length < orders.orders.length && (
            <Button look="quiet" onClick={() => setAll(true)}>
              {say.showAll(orders.orders.length)}
            </Button>
          )}
          {all && orders.more && <p className="customer-hint">{say.more}</p>}
          {orders.needs !== null && <p className="customer-hint">{say.needsForAddress(orders.needs)}</p>}
        </>
      );
    }
  }
}

function None() {
  return (
    <>
      <p>{say.none}</p>
      <p className="customer-hint">{say.noneMore}</p>
    </>
  );
}

function Order({ order }: { readonly order: OrderCard }) {
  const place = order.shipping === undefined ? placeWords(order) : null;
  const paid = [order.total === undefined ? null : amountWords(order.total), order.payment === undefined ? null : say.payments[order.payment]].filter((part) => part !== null).join(' · ');
  return (
    <article className="order" aria-label={order.number === undefined ? say.number : `${say.number} ${order.number}`}>
      <p className="order-head">
        <span className="order-number">{order.number ?? say.number}</span>
        {order.state !== undefined && <span className="order-state">{say.states[order.state]}</span>}
      </p>
      <p className="order-meta">
        <time dateTime={new Date(order.placedAt).toISOString()}>{calendarDate(order.placedAt)}</time> · {order.shop}
      </p>
      {order.items !== undefined && order.items.length > 0 ? (
        <ul className="order-items">
          {order.items.map(({ title, quantity }, index) => (
            <li key={index}>{say.item(quantity, title)}</li>
          ))}
        </ul>
      ) : (
        order.pieces !== undefined && <p>{say.pieces(order.pieces)}</p>
      )}
      {paid !== '' && <p className="order-paid">{paid}</p>}
      {place !== null && <p className="order-meta">{place}</p>}
      <dl className="order-facts">
        {order.shipping !== undefined && <Fact label={say.shipping} lines={order.shipping} />}
        {order.billing !== undefined && <Fact label={say.billing} lines={order.billing} />}
        {order.tracking !== undefined && order.tracking.length > 0 && <Fact label={say.tracking} lines={order.tracking.map(({ carrier, number }) => (carrier === null ? number : `${carrier} ${number}`))} />}
        {order.note !== undefined && <Fact label={say.note} lines={[order.note]} />}
      </dl>
    </article>
  );
}

function Fact({ label, lines }: { readonly label: string; readonly lines: readonly string[] }) {
  return (
    <div>
      <dt>{label}</dt>
      {lines.map((line, index) => (
        <dd key={index}>{line}</dd>
      ))}
    </div>
  );
}
