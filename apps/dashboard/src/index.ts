/** The role that shows people the inside: the queues, on the private door. */
export { DashboardModule } from './dashboard.module';
