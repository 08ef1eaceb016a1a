import { useDesk } from '../../data/desk.tsx';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { useStore } from '../../data/store.ts';
import './customer-typing.css';
import { words } from './words.ts';

/** Below the messages of a web chat: three dots while the customer types. */
export function CustomerTyping({ opened }: { readonly opened: OpenConversation }) {
  const typing = useStore(useDesk().typing).has(opened.id);
  return (
    <output className="customer-typing">
      {typing && (
        <>
          <span className="customer-typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {words.conversation.customerTypes(opened.customer.name === '' ? opened.conversation.customerName : opened.customer.name)}
        </>
      )}
    </output>
  );
}
