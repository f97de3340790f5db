const KEY = 'northwind.projects';

const FIRST = [
  {
    id: '4821',
    name: 'Autumn launch',
    owner: 'Lea',
    done: 7,
    tasks: ['Agree on the date', 'Write the announcement', 'Brief the partners', 'Record the demo'],
  },
  {
    id: '4822',
    name: 'Website refresh',
    owner: 'Tomasz',
    done: 3,
    tasks: ['Collect the complaints', 'Draw the new home page', 'Move the blog'],
  },
  {
    id: '4830',
    name: 'Office move',
    owner: 'Amara',
    done: 1,
    tasks: ['Measure the rooms', 'Order the desks', 'Tell the post office'],
  },
];

/** The projects of this browser; what one adds is kept here and nowhere else. */
export function projects() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? FIRST;
  } catch {
    return FIRST;
  }
}

export function addProject(name) {
  const id = String(4_900 + Math.floor(Math.random() * 5_000));
  const added = {
    id,
    name,
    owner: 'You',
    done: 0,
    tasks: ['Say what it is for', 'Invite who helps', 'Set the first date'],
  };
  localStorage.setItem(KEY, JSON.stringify([added, ...projects()]));
  return added;
}

export const forgetStock = () => localStorage.removeItem(KEY);

export const PLANS = [
  {
    id: 'solo',
    name: 'Solo',
    month: 0,
    words: 'For one person and their plans.',
    has: ['3 projects', 'Timeline', 'Export'],
  },
  {
    id: 'team',
    name: 'Team',
    month: 12,
    words: 'For teams that plan together.',
    has: ['Unlimited projects', 'Comments and hand-overs', 'Automatic reminders', 'Export'],
    best: true,
  },
  {
    id: 'studio',
    name: 'Studio',
    month: 29,
    words: 'For many teams with one roof.',
    has: ['Everything in Team', 'Portfolios', 'Single sign-on', 'A person to call'],
  },
];

export const ARTICLES = [
  {
    id: 'declined-cards',
    title: 'When a card is declined',
    words: [
      'Your bank decides, and does not tell us why. Most often the address differs from the one the bank knows, or the card is not enabled for payments abroad.',
      'Try another card, or ask your bank to let the payment through and pay again.',
    ],
  },
  {
    id: 'exports',
    title: 'Exporting a plan',
    words: [
      'Every project can be exported as a PDF or a table. Large plans take a little while.',
      'If an export fails, try it again; the plan itself is never touched.',
    ],
  },
  {
    id: 'inviting',
    title: 'Inviting your team',
    words: [
      'Open a project, choose Share and enter the addresses. Guests can see and comment, members can change things.',
    ],
  },
  {
    id: 'moving-dates',
    title: 'Moving dates without moving everything',
    words: ['Drag the end of a bar. What depends on it moves along, what does not stays where it is.'],
  },
];
