/** The machine, as far as decisions look at it. */
export interface Machine {
  env: NodeJS.Dict<string>;
  root: boolean;
  onPath(name: string): boolean;
  dockerRuns(): boolean;
}

export function pathOf(name: string): string | undefined;
export function thisMachine(): Machine;
export function installCommands(
  names: { apt: string; apk: string; brew: string },
  machine: Pick<Machine, 'root' | 'onPath'>,
): string[][] | null;
export function install(commands: string[][]): boolean;
