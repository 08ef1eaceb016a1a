import { useState } from 'react';
import { maxOrderNote, NewAddress, type OrderOffer } from '../../../../shared/contract/console/order-actions.ts';
import { type Money, typedMinor } from '../../../../shared/domain/money.ts';
import type { OrderAct } from '../../../../shared/domain/order-action.ts';
import { SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { OrderQuestion, type OrderQuestionProps } from './order-question.tsx';
import { orderWords as say } from './order-words.ts';

type Asked = Pick<OrderQuestionProps, 'onConfirm' | 'onClose'>;

interface DeedProps extends Asked {
  readonly offer: OrderOffer;
}

/** The dialog of one kind of change. */
export function OrderDeedQuestion({ act, ...props }: DeedProps & { readonly act: OrderAct }) {
  switch (act) {
    case 'cancel':
      return <CancelQuestion {...props} />;
    case 'refund':
      return props.offer.money === null ? null : <RefundQuestion {...props} money={props.offer.money} />;
    case 'address':
      return <AddressQuestion {...props} />;
    case 'confirmation':
      return <OrderQuestion {...props} title={say.title('confirmation', props.offer.number)} what={say.confirmation.what} sure={say.confirmation.sure} confirm={say.confirmation.confirm} look="primary" deed={() => ({ kind: 'confirmation' })} />;
    case 'note':
      return <NoteQuestion {...props} />;
  }
}

function CancelQuestion({ offer, ...asked }: DeedProps) {
  const left = offer.money?.left ?? null;
  return (
    <OrderQuestion {...asked} title={say.title('cancel', offer.number)} what={say.cancel.what} sure={say.cancel.sure(offer.number)} confirm={say.cancel.confirm} look="danger" deed={() => ({ kind: 'cancel' })}>
      {left !== null && left.minor > 0 && <p className="console-text">{say.cancel.money(left)}</p>}
    </OrderQuestion>
  );
}

function RefundQuestion({ offer, money, ...asked }: DeedProps & { readonly money: NonNullable<OrderOffer['money']> }) {
  const { left, alone } = money;
  const [how, setHow] = useState<'part' | 'whole'>('part');
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const typed = typedMinor(text, left.currency);
  const minor = how === 'whole' ? left.minor : typed;
  const amount: Money | null = minor === null || minor < 1 || minor > left.minor ? null : { minor, currency: left.currency };
  const deed = () => {
    setWrong(amount === null);
    return amount === null ? null : ({ kind: 'refund', amount } as const);
  };
  return (
    <OrderQuestion
      {...asked}
      title={say.title('refund', offer.number)}
      what={say.refund.what}
      sure={amount === null ? null : say.refund.sure(amount)}
      confirm={amount === null ? say.refund.confirmNone : say.refund.confirm(amount)}
      look="danger"
      deed={deed}
    >
      <SelectField label={say.refund.how} value={how} choices={[{ value: 'part', words: say.refund.part }, { value: 'whole', words: say.refund.whole(left) }]} onChange={(event) => setHow(event.target.value === 'whole' ? 'whole' : 'part')} />
      {how === 'part' && (
        <TextField label={say.refund.amount(left.currency)} hint={say.refund.amountHint(left)} inputMode="decimal" maxLength={20} value={text} problem={wrong && amount === null ? say.refund.amountWrong(left) : null} onChange={(event) => setText(event.target.value)} />
      )}
      {alone !== null && amount !== null && amount.minor > alone.minor && <p className="console-text">{say.refund.approval(alone)}</p>}
    </OrderQuestion>
  );
}

const emptyAddress: NewAddress = { firstName: '', lastName: '', company: '', address1: '', address2: '', postalCode: '', city: '', province: '', country: '' };
const addressFields = ['firstName', 'lastName', 'company', 'address1', 'address2', 'postalCode', 'city', 'province', 'country'] as const satisfies readonly (keyof NewAddress)[];

function AddressQuestion({ offer, ...asked }: DeedProps) {
  const [address, setAddress] = useState(emptyAddress);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const deed = () => {
    const read = NewAddress.safeParse({ ...address, province: address.province.trim().toUpperCase(), country: address.country.trim().toUpperCase() });
    setWrong(new Set(read.success ? [] : read.error.issues.map(({ path }) => String(path[0]))));
    return read.success ? ({ kind: 'address', address: read.data } as const) : null;
  };
  return (
    <OrderQuestion {...asked} title={say.title('address', offer.number)} what={say.address.what} sure={say.address.sure(offer.number)} confirm={say.address.confirm} look="primary" deed={deed}>
      {addressFields.map((field) => (
        <TextField
          key={field}
          label={say.address[field]}
          value={address[field]}
          maxLength={120}
          problem={wrong.has(field) ? (field === 'country' ? say.address.countryWrong : say.address.needed) : null}
          onChange={(event) => setAddress({ ...address, [field]: event.target.value })}
        />
      ))}
    </OrderQuestion>
  );
}

function NoteQuestion({ offer, ...asked }: DeedProps) {
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const deed = () => {
    setMissing(text.trim() === '');
    return text.trim() === '' ? null : ({ kind: 'note', text: text.trim() } as const);
  };
  return (
    <OrderQuestion {...asked} title={say.title('note', offer.number)} what={say.note.what} sure={null} confirm={say.note.confirm} look="primary" deed={deed}>
      <TextArea label={say.note.text} rows={3} maxLength={maxOrderNote} value={text} problem={missing && text.trim() === '' ? say.note.needed : null} onChange={(event) => setText(event.target.value)} />
    </OrderQuestion>
  );
}
