/** The writer role: session buffers become notes, summaries and redactions in Intercom. */
export { WriterModule } from './writer.module';
