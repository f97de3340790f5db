/** What the two browser pages have in common: how they are served and guarded, and (in `public/`, served as `pages/`) their look and small scripts. */
export { page, policy } from './page';
