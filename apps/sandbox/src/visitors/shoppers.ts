import { type Step, story } from './story';

export interface Shopper {
  name: string | null;
  email: string | null;
  /** Null: a lead, whom only the conversation's attribute tells. */
  userId: string | null;
  /** What they do on every visit before they wander about. */
  does: Step[];
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
    does: story(`
      /pricing: land; click Choose Team
      /checkout?plan=team: land; fill Card number; click Pay now; submit Payment form; see Your bank declined the payment
      /checkout?plan=team: click Pay now x4; fill Card number; click Pay now; see Your bank declined the payment
      /help: land
      /help/declined-cards: land; click No
    `),
    opening: "Hi! I'm stuck at the payment step, my card is declined every time.",
    replies: ['I tried another card. Same thing.', 'Chrome on a Mac, if that matters.'],
    answers: [
      'Thanks for writing, Priya. I can see where you got stuck, one moment.',
      'Could you try once more? Your bank should let it through now.',
    ],
    comesBackWith: 'It works now, thank you! Can I still switch to yearly billing?',
  },
  {
    name: 'Tomasz Wren',
    email: 'tomasz@papertrail.example',
    userId: 'usr_51077',
    does: story(`
      /projects: land; click Website refresh
      /projects/4822: land; click Export plan; see The export failed; click Try again; see The export failed
      /projects/4822: click Try again x4; see The export failed
      /search: land
      /search?q=export%20table: submit Search for "export table"; see No results for export table
      /search?q=csv: submit Search for "csv"; see No results for csv
      /help/exports: land
    `),
    opening: 'I need the plan as a table for a meeting at two, and the export fails.',
    replies: ['It is a big one, about 200 tasks.', 'Yes, that is the right project.'],
    answers: ['Sorry about that, Tomasz. I am looking at the export now.', 'I made it for you, it is in your mail.'],
    comesBackWith: 'Got it! The dates are in the wrong format though. Can that be changed?',
  },
  {
    name: 'Inês Okonkwo',
    email: 'ines@quietroom.example',
    userId: 'usr_50342',
    does: story(`
      /projects: land; click New project
      /projects/new: land; fill Project name; leave Template
      /projects: land; click New project
      /projects/new: land; fill Project name; fill Template; click Create project; see Give the project a name first
      /projects/new: click Create project; submit New project form; see Give the project a name first
      /help: land; click Inviting your team
      /help/inviting: land; click Yes
    `),
    opening: 'It keeps telling me to name the project, but I did?',
    replies: ['I called it "Réunion d’été", with the accents.', 'Without the accents it works!'],
    answers: ['Let me try that name here.', 'You found a slip of ours. It is mended within the hour.'],
    comesBackWith: 'Hello again. How do I invite somebody who may only look?',
  },
  {
    name: null,
    email: null,
    userId: null,
    does: story(`
      /: land; click See pricing
      /pricing: land; click Yearly; click Monthly; click Yearly; click Start with Solo
      /signup: land; fill Full name; leave Work email
      /pricing: land; click Choose Studio
      /checkout?plan=studio: land; click Change the plan
      /pricing: land
    `),
    opening: 'Is there a price for schools?',
    replies: ['About 40 people, in two buildings.', 'Friday would be perfect.'],
    answers: ['There is, half of the Team price. How many are you?', 'I can show you around on Friday, if you like.'],
    comesBackWith: 'Is it Friday yet? :)',
  },
  {
    name: 'Jonas Feld',
    email: 'jonas@feldwerk.example',
    userId: 'usr_49910',
    does: story(`
      /settings: land; fill Display name; click Tell me when dates move; click Save changes; see Your changes are saved
      /projects: land; click Autumn launch
      /projects/4821: land; click Agree on the date; click Write the announcement; click Back to Projects
      /projects: land; click Office move
      /projects/4830: land; click Order the desks; click Back to Projects
      /projects: land
    `),
    opening: 'I switched reminders on, and nobody was reminded. Do they wait for the next day?',
    replies: ['The launch plan, since this morning.', 'And can they come by chat instead?'],
    answers: ['They go out at eight, in your own time zone.', 'They can: Settings, Reminders, Channel.'],
    comesBackWith: 'They came at seven. Is that the time zone?',
  },
  {
    name: 'Amara Lindqvist',
    email: 'amara@lindqvist.example',
    userId: 'usr_52618',
    does: story(`
      /help: land
      /search?q=cancel: submit Search for "cancel"; see No results for cancel
      /search?q=end%20plan: submit Search for "end plan"; see No results for end plan
      /search?q=stop%20paying: submit Search for "stop paying"; see No results for stop paying
      /settings: land; click Daily summary; click Save changes; see Your changes are saved
      /pricing: land; click Start with Solo
    `),
    opening: 'How do I go back to the free plan? I cannot find it anywhere :(',
    replies: ['Only three projects, so Solo is enough.', 'Tuesday is fine.'],
    answers: ['I can do it for you. Do you keep more than three projects?', 'Done, from the next bill on.'],
    comesBackWith: 'I still see the old bill. When does it change?',
  },
];
