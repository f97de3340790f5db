import { placeAt } from './places';
import { actionOf, type Happening } from './wording';

const happened = (type: Happening['type'], label: string, path = '/checkout') =>
  actionOf({ type, label, path, at: 1_705_322_090_000 }, 3);

it.each([
  ['pageview', '', 'Page Load: Checkout', 'User landed on the Checkout page'],
  ['click', 'Pay now', 'Click Pay now', 'User clicked Pay now on the Checkout page'],
  ['submit', 'Sign up form', 'Submit Sign up form', 'User submitted Sign up form on the Checkout page'],
  ['focus', 'Card number', 'Focus Card number field', 'User focused the Card number field on the Checkout page'],
  ['type', 'Card number', 'Type in Card number field', 'User typed in the Card number field on the Checkout page'],
  ['blur', 'Card number', 'Leave Card number field', 'User left the Card number field on the Checkout page'],
  ['message', 'Declined', 'Message Declined', 'User saw "Declined" on the Checkout page'],
] as const)('words a %s as the connector does', (type, label, title, description) => {
  expect(happened(type, label)).toEqual({
    index: 3,
    type,
    title,
    description,
    timestamp_start: 1_705_322_090,
    timestamp_end: 1_705_322_090,
    raw_url: 'https://app.northwind.example/checkout',
    canonical_url: 'https://app.northwind.example/checkout',
  });
});

it.each([
  ['/', 'Home', '/'],
  ['/projects', 'Projects', '/projects'],
  ['/projects/new', 'New project', '/projects/new'],
  ['/projects/4821', 'Project', '/projects/:id'],
  ['/search?q=road%20map', 'Search', '/search'],
  ['/nowhere/', 'Page not found', '/nowhere'],
])('knows the page at %s', (path, name, canonical) => {
  const origin = 'https://app.northwind.example';
  expect(placeAt(path)).toEqual({ name, rawUrl: origin + path, canonicalUrl: origin + canonical });
});
