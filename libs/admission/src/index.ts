/** The way in: frames become events, once each and durable, whoever delivers them (stream or push). */
export { Admission, type Admitted } from './admission';
export { AdmissionModule, FastAdmission } from './admission.module';
export {
  normalise,
  parseFrame,
  type Frame,
  type FrameCounts,
  type SessionAction,
  type SessionEvent,
  type SummaryEvent,
} from './frame';
