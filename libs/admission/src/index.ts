/** The way in: frames become events, once each and durable, whoever delivers them (stream or push). */
export { Admission, type Admitted, FastAdmission } from './admission';
export { AdmissionModule } from './admission.module';
export {
  normalise,
  parseFrame,
  type Frame,
  type FrameCounts,
  type SessionAction,
  type SessionEvent,
  type SummaryEvent,
} from './frame';
