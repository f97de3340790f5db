/** The stream role: reads Autoplay's stream and admits what it says. */
export { StreamModule } from './stream.module';
export { StreamStats } from './stream.stats';
