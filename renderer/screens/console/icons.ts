import { Cable, ChartLine, Laptop, MailPlus, MessageSquareQuote, Network, PackageOpen, Route, ScrollText, SlidersHorizontal, UsersRound, type LucideIcon } from 'lucide-react';
import type { ConsoleSection } from '../workstation/frame.tsx';

export const icons: Readonly<Record<ConsoleSection, LucideIcon>> = { devices: Laptop, invites: MailPlus, inventory: PackageOpen, policy: SlidersHorizontal, people: UsersRound, teams: Network, channels: Cable, routing: Route, canned: MessageSquareQuote, numbers: ChartLine, audit: ScrollText };
