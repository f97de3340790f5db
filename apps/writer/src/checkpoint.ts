/** Points between two side effects, in the order of the flow. The fault suite stops or kills a process exactly there. */
export type Checkpoint =
  | 'appended'
  | 'intended'
  | 'token'
  | 'armed'
  | 'posted'
  | 'committed'
  | 'frozen'
  | 'summarised'
  | 'stored';

type Observer = (point: Checkpoint) => Promise<void> | void;

let observer: Observer | undefined;

/** Installed only by the fault suite's own entry point; in the service nobody listens and a checkpoint costs nothing. */
export function observeCheckpoints(listener: Observer): void {
  observer = listener;
}

export async function checkpoint(point: Checkpoint): Promise<void> {
  if (observer) await observer(point);
}
