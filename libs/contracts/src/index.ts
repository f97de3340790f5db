/** Plain wire types of Autoplay and Intercom, as they arrive. The only lib that the sandbox may share with the service. */
export * from './autoplay';
export * from './intercom';
export * from './link.decision';
