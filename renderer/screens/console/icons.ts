import { Cable, ChartLine, Laptop, MailPlus, MessageSquareQuote, PackageOpen, Route, SlidersHorizontal, UsersRound, type LucideIcon } from 'lucide-react';
import type { ConsoleSection } from '../workstation/frame.tsx';

export const icons: Readonly<Record<ConsoleSection, LucideIcon>> = { devices: Laptop, invites: MailPlus, inventory: PackageOpen, policy: SlidersHorizontal, people: UsersRound, channels: Cable, routing: Route, canned: MessageSquareQuote, numbers: ChartLine };
