/** The job catalog: every queue, its jobs, ids and policy, and the producers that add them. */
export * from './catalog';
export * from './producers';
export { queuePrefix, QueuesModule } from './queues.module';
