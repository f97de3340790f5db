import type { GoldenVisit } from '../script';
import { BILLING } from './billing';
import { BROWSE } from './browse';
import { BUG } from './bug';
import { FORM } from './form';
import { ONBOARDING } from './onboarding';
import { SEARCH } from './search';
import { SETTINGS } from './settings';
import { SHOP } from './shop';

/** Three visits of each of eight kinds, in five languages; four of them hold labels that give the summariser orders. */
export const GOLDEN: readonly GoldenVisit[] = [
  ...SHOP,
  ...ONBOARDING,
  ...BILLING,
  ...FORM,
  ...SEARCH,
  ...SETTINGS,
  ...BUG,
  ...BROWSE,
];
