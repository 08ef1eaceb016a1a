import { useConsole } from '../../data/console/console.tsx';
import { troubledCount } from '../../data/console/channel-list.ts';
import { waitingCount } from '../../data/console/device-list.ts';
import { useStore } from '../../data/store.ts';
import { figures } from '../../words/counts.ts';
import { useFrame, type ConsoleSection } from '../workstation/frame.tsx';
import { Sidebar, SidebarItem } from '../workstation/sidebar.tsx';
import { words as placeWords } from '../workstation/words.ts';
import { CannedSection } from './canned/canned.tsx';
import { ChannelsSection } from './channels/channels.tsx';
import { DevicesSection } from './devices/devices.tsx';
import { icons } from './icons.ts';
import { InventorySection } from './inventory/inventory.tsx';
import { InvitesSection } from './invites/invites.tsx';
import { AuditSection } from './audit/audit.tsx';
import { NumbersSection } from './numbers/numbers.tsx';
import { PeopleSection } from './people/people.tsx';
import { PolicySection } from './policy/policy.tsx';
import { TeamsSection } from './teams/teams.tsx';
import { RoutingSection } from './routing/routing.tsx';
import { words } from './words.ts';

/** What IT has at hand: the sections on the left, one of them in the middle, details from the right. */
export function Console({ section }: { readonly section: ConsoleSection }) {
  const frame = useFrame();
  const { devices, channels } = useConsole();
  const waiting = waitingCount(useStore(devices.state).value);
  const troubled = troubledCount(useStore(channels.state).value);
  const counts: Partial<Record<ConsoleSection, { readonly count: number; readonly attention: string }>> = {
    devices: { count: waiting, attention: placeWords.places.waiting(waiting) },
    channels: { count: troubled, attention: placeWords.places.troubled(troubled) },
  };
  return (
    <div className="console">
      <Sidebar label={words.label}>
        {frame.sections.map((one) => {
          const Icon = icons[one];
          const counted = counts[one];
          const told = counted !== undefined && counted.count > 0;
          return (
            <SidebarItem
              key={one}
              icon={<Icon className="icon" aria-hidden="true" />}
              name={words.sections[one]}
              current={one === section}
              onGo={() => frame.goTo(one)}
              count={told ? figures(counted.count) : undefined}
              attention={told ? counted.attention : undefined}
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
    case 'teams':
      return <TeamsSection />;
    case 'channels':
      return <ChannelsSection />;
    case 'routing':
      return <RoutingSection />;
    case 'canned':
      return <CannedSection />;
    case 'numbers':
      return <NumbersSection />;
    case 'audit':
      return <AuditSection />;
  }
}
