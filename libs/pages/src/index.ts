/** What the two browser pages have in common: how they are served and guarded, and (in `public/`, as `shared/`) their look and small scripts. */
export { page } from './page';
