import type { Step } from './story';

/** Where one wanders about once one's errand is done: what can be done on a page, and where that leads. */
export interface Move extends Step {
  to: string;
}

const click = (path: string, label: string, to = path): Move => ({ type: 'click', label, path, to });
const land = (path: string, to = path): Move => ({ type: 'pageview', label: '', path, to });

export const MOVES: Record<string, Move[]> = {
  '/': [land('/'), click('/', 'Pricing', '/pricing'), click('/', 'Projects', '/projects'), click('/', 'Help', '/help')],
  '/pricing': [
    land('/pricing'),
    click('/pricing', 'Yearly'),
    click('/pricing', 'Northwind logo', '/'),
    click('/pricing', 'Projects', '/projects'),
  ],
  '/projects': [
    land('/projects'),
    click('/projects', 'Autumn launch', '/projects/4821'),
    click('/projects', 'Search', '/search'),
    click('/projects', 'Settings', '/settings'),
  ],
  '/projects/4821': [
    land('/projects/4821'),
    click('/projects/4821', 'Agree on the date'),
    click('/projects/4821', 'Write the announcement'),
    click('/projects/4821', 'Record the demo'),
    click('/projects/4821', 'Back to Projects', '/projects'),
  ],
  '/search': [
    land('/search'),
    { type: 'submit', label: 'Search for "launch"', path: '/search?q=launch', to: '/search' },
    click('/search?q=launch', 'Autumn launch', '/projects/4821'),
    click('/search', 'Help', '/help'),
  ],
  '/settings': [
    land('/settings'),
    click('/settings', 'Daily summary'),
    click('/settings', 'Save changes'),
    click('/settings', 'Projects', '/projects'),
  ],
  '/help': [
    land('/help'),
    click('/help', 'Moving dates without moving everything', '/help/moving-dates'),
    click('/help', 'Northwind logo', '/'),
  ],
  '/help/moving-dates': [
    land('/help/moving-dates'),
    click('/help/moving-dates', 'Yes'),
    click('/help/moving-dates', 'Back to Help centre', '/help'),
  ],
};
