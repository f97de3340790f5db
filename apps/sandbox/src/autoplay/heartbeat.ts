/** Calls `beat` every `everyMs()` ms until stopped, and not at all while off. The period is asked anew for each beat. */
export class Heartbeat {
  private timer: NodeJS.Timeout | undefined;
  private on = true;

  constructor(
    private readonly everyMs: () => number,
    private readonly beat: () => void,
  ) {
    this.next();
  }

  switch(on: boolean): void {
    this.on = on;
    this.restart();
  }

  /** To be called when the period has changed. */
  restart(): void {
    this.stop();
    if (this.on) this.next();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private next(): void {
    this.timer = setTimeout(
      () => {
        this.beat();
        this.next();
      },
      Math.max(10, this.everyMs()),
    );
  }
}
