import type { Page } from './shop';

export interface Shopper {
  name: string | null;
  email: string | null;
  /** Null: a lead, whom only the conversation's attribute tells. */
  userId: string | null;
  startsAt: Page;
  opening: string;
  replies: string[];
  answers: string[];
  comesBackWith: string;
}

export const SHOPPERS: Shopper[] = [
  {
    name: 'Priya Raman',
    email: 'priya@harbourline.example',
    userId: 'usr_48213',
    startsAt: 'cart',
    opening: "Hi! I'm stuck at the payment step, the button just spins.",
    replies: ['I tried another card. Same thing.', 'Chrome on a Mac, if that matters.'],
    answers: [
      'Thanks for writing, Priya. I can see where you got stuck, one moment.',
      'Could you try once more? I have reset the payment.',
    ],
    comesBackWith: 'It works now, thank you! Can I still add a desk mat to that order?',
  },
  {
    name: 'Tomasz Wren',
    email: 'tomasz@papertrail.example',
    userId: 'usr_51077',
    startsAt: 'orders',
    opening: 'Where is my order? Tracking has said "on its way" for six days.',
    replies: ['It was meant to be a birthday present…', 'Yes, that is the right address.'],
    answers: [
      'Sorry about the wait, Tomasz. I am asking the carrier now.',
      'It is at the depot and goes out tomorrow morning.',
    ],
    comesBackWith: 'It arrived! One leg is scratched though. What do you need from me?',
  },
  {
    name: 'Inês Okonkwo',
    email: 'ines@quietroom.example',
    userId: 'usr_50342',
    startsAt: 'cart',
    opening: 'My coupon says it has expired, but the mail came only yesterday.',
    replies: ['SPRING15, all capitals.', 'Oh, it only counts for full-price desks?'],
    answers: ['Let me look at that coupon for you.', 'I have extended it by a week, it should work now.'],
    comesBackWith: 'Hello again. Can I use the coupon on two desks?',
  },
  {
    name: null,
    email: null,
    userId: null,
    startsAt: 'collection',
    opening: 'Is the walnut desk coming back in stock?',
    replies: ['The 160 cm one, please.', 'Friday would be perfect.'],
    answers: ['It is due back on Friday. Shall we keep one for you?', 'Done, it is reserved until Sunday.'],
    comesBackWith: 'Is it Friday yet? :)',
  },
  {
    name: 'Jonas Feld',
    email: 'jonas@feldwerk.example',
    userId: 'usr_49910',
    startsAt: 'product',
    opening: 'Which monitor arm carries a 34" ultrawide (9.5 kg)?',
    replies: ['VESA 100, and the desk top is 28 mm thick.', 'And does it fold flat against the wall?'],
    answers: ['The Arc holds up to 11 kg, so yours is fine.', 'It does, with about 9 cm left.'],
    comesBackWith: 'Ordered two of them. Can they go in one delivery?',
  },
  {
    name: 'Amara Lindqvist',
    email: 'amara@lindqvist.example',
    userId: 'usr_52618',
    startsAt: 'help',
    opening: 'How do I return the chair? I threw the box away :(',
    replies: ['It is too low for my table.', 'Tuesday works.'],
    answers: ['No box needed, we bring one. When would you be home?', 'Booked. The driver rings half an hour before.'],
    comesBackWith: 'The driver came, all good. When do I see the refund?',
  },
];
