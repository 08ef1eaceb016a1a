import { useConsole } from '../../data/console/console.tsx';
import { waitingCount } from '../../data/console/device-list.ts';
import { useStore } from '../../data/store.ts';
import { figures } from '../../words/counts.ts';
import { useFrame, type ConsoleSection } from '../workstation/frame.tsx';
import { Sidebar, SidebarItem } from '../workstation/sidebar.tsx';
import { words as placeWords } from '../workstation/words.ts';
import { DevicesSection } from './devices/devices.tsx';
import { icons } from './icons.ts';
import { InventorySection } from './inventory/inventory.tsx';
import { InvitesSection } from './invites/invites.tsx';
import { PeopleSection } from './people/people.tsx';
import { PolicySection } from './policy/policy.tsx';
import { words } from './words.ts';

/** What IT has at hand: the sections on the left, one of them in the middle, details from the right. */
export function Console({ section }: { readonly section: ConsoleSection }) {
  const frame = useFrame();
  const waiting = waitingCount(useStore(useConsole().devices.state).value);
  return (
    <div className="console">
      <Sidebar label={words.label}>
        {frame.sections.map((one) => {
          const Icon = icons[one];
          const counted = one === 'devices' && waiting > 0;
          return (
            <SidebarItem
              key={one}
              icon={<Icon className="icon" aria-hidden="true" />}
              name={words.sections[one]}
              current={one === section}
              onGo={() => frame.goTo(one)}
              count={counted ? figures(waiting) : undefined}
              attention={counted ? placeWords.places.waiting(waiting) : undefined}
            />
          );
        })}
      </Sidebar>
      <SectionOf section={section} />
    </div>
  );
}

function SectionOf({ section }: { readonly section: ConsoleSection }) {
  switch (section) {
    case 'devices':
      return <DevicesSection />;
    case 'invites':
      return <InvitesSection />;
    case 'inventory':
      return <InventorySection />;
    case 'policy':
      return <PolicySection />;
    case 'people':
      return <PeopleSection />;
  }
}
