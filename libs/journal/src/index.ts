/** What happened lately, in Redis: ids, counts and decisions of every process, bounded in number and age. */
export type { Entry } from './entry';
export { Journal, type Found, type Whose } from './journal';
export { JournalModule } from './journal.module';
