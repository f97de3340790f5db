/** What people of the team say against the rules: wrong customer, right customer, nothing here. */
export { type Corrected, Corrections } from './corrections';
export { CorrectionsModule, PendingUnlinksModule } from './corrections.module';
