export const people = {
  title: 'People',
  table: 'Agents',
  columns: {
    name: 'Name',
    email: 'Address',
    roles: 'Roles',
    status: 'Status',
    laptops: 'Laptops',
  },
  none: 'Nobody yet',
  noneMore: 'Agents are added with the sealdesk command on the hub’s machine.',
  statuses: {
    active: 'Active',
    suspended: 'Not active',
  },
  sheet: {
    agent: 'Agent',
    laptops: 'Laptops',
    noLaptops: 'None enrolled',
    offboard: 'Offboard',
  },
  offboard: {
    title: 'Offboard {name}?',
    consequence: '{laptops, plural, =0 {No laptop is enrolled.} one {# laptop is revoked at once: what is cached there can no longer be opened.} other {# laptops are revoked at once: what is cached there can no longer be opened.}} Open conversations are handed on. It cannot be undone.',
    handTo: 'Hand open conversations to',
    handToPlaceholder: 'Name or address',
    handToHint: 'Left empty, they go back to Unassigned.',
    nobody: 'Nobody by that name.',
    confirm: 'Offboard {name}',
    done: 'Offboarded: {devices, plural, one {# laptop revoked} other {# laptops revoked}}, {conversations, plural, one {# conversation} other {# conversations}} handed on.',
  },
  laptops: '{n, number}',
} as const;
