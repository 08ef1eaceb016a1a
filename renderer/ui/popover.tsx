import { Popover as RadixPopover } from 'radix-ui';
import { useId, type ReactNode } from 'react';
import './menu.css';

export interface PopoverProps {
  readonly title: string;
  /** One button. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
}

/** An explanation beside the thing it explains, opened by pressing it. */
export function Popover({ title, trigger, children }: PopoverProps) {
  const titleId = useId();
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content className="popover" sideOffset={4} collisionPadding={8} aria-labelledby={titleId}>
          <p className="popover-title" id={titleId}>
            {title}
          </p>
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
