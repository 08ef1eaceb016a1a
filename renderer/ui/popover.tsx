import { Popover as RadixPopover } from 'radix-ui';
import { useId, type ReactNode } from 'react';
import './menu.css';

export interface PopoverProps {
  readonly title: string;
  /** One button. */
  readonly trigger: ReactNode;
  /** Where its opening is decided elsewhere too, as by a key. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
}

/** An explanation beside the thing it explains, opened by pressing it. */
export function Popover({ title, trigger, open, onOpenChange, children }: PopoverProps) {
  const titleId = useId();
  return (
    <RadixPopover.Root {...(open === undefined ? {} : { open })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
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
