/** The writer role: session buffers become notes, summaries and redactions in Intercom. */
export { observeCheckpoints, type Checkpoint } from './checkpoint';
export { WriterModule } from './writer.module';
