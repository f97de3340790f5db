/** Named points between two side effects, at which the fault suite kills or stops a process; in the order of the flow. */
export type Checkpoint =
  | 'admitted'
  | 'appended'
  | 'intended'
  | 'armed'
  | 'posted'
  | 'committed'
  | 'frozen'
  | 'summarised'
  | 'stored'
  | 'erasure-noted'
  | 'erasure-removed'
  | 'erasure-owed'
  | 'erasure-ends'
  | 'unlinked'
  | 'sought';

type Observer = (point: Checkpoint) => Promise<void> | void;

let observer: Observer | undefined;

/** Installed only by the fault suite's own entry point; in the service nobody listens and a checkpoint costs nothing. */
export function observeCheckpoints(listener: Observer): void {
  observer = listener;
}

export async function checkpoint(point: Checkpoint): Promise<void> {
  if (observer) await observer(point);
}
