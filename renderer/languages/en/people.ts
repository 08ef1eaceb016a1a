export const people = {
  title: 'People',
  table: 'People',
  columns: {
    name: 'Name',
    email: 'Address',
    roles: 'Roles',
    status: 'Status',
    laptops: 'Laptops',
  },
  none: 'Nobody yet',
  noneMore: 'People are added with the sealdesk command on the hub’s machine.',
  statuses: {
    active: 'Active',
    suspended: 'Not active',
  },
  sheet: {
    person: 'Roles and access',
    laptops: 'Laptops',
    noLaptops: 'None enrolled',
    offboard: 'Offboard',
  },
  offboard: {
    title: 'Offboard {name}?',
    consequence: '{laptops, plural, =0 {No laptop is enrolled.} one {# laptop is revoked: what is cached there can no longer be opened.} other {# laptops are revoked: what is cached there can no longer be opened.}} {reach} Open conversations are handed on. It cannot be undone.',
    /** Of those that are revoked, as long as they are out of reach. */
    reach: '{n, plural, one {# of them is not online} other {# of them are not online}}: until it reaches the hub again, or {when} at the latest, passphrase and code still open what is cached there.',
    handTo: 'Hand open conversations to',
    handToPlaceholder: 'Name or address',
    handToHint: 'Left empty, they go back to Unassigned.',
    nobody: 'Nobody by that name.',
    confirm: 'Offboard {name}',
    done: 'Offboarded: {devices, plural, one {# laptop revoked} other {# laptops revoked}}, {conversations, plural, one {# conversation} other {# conversations}} handed on.',
  },
  laptops: '{n, number}',
} as const;
