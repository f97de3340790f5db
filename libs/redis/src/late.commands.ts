import type { Redis } from 'ioredis';

/** What ioredis keeps of a pipeline that gathers the commands of one turn, and of the scripts that it knows. */
interface Gathering extends Record<string, unknown> {
  _shaToScript: Record<string, unknown>;
}
interface Within extends Record<string, unknown> {
  _autoPipelines: ReadonlyMap<string, Gathering>;
  scriptsSet: Record<string, { sha: string }>;
}

/**
 * A pipeline of ioredis knows the commands that were defined before it began to gather. One that is defined later would be missing in
 * it, and every reply behind it would go to the wrong caller: it is made known to the pipelines that gather already.
 */
export function definesLate(client: Redis): Redis {
  const within = client as unknown as Within;
  const define = client.defineCommand.bind(client);
  client.defineCommand = (name, definition) => {
    define(name, definition);
    const script = within.scriptsSet[name]!;
    for (const pipeline of within._autoPipelines.values()) {
      pipeline._shaToScript[script.sha] = script;
      for (const command of [name, `${name}Buffer`]) pipeline[command] = within[command];
    }
  };
  return client;
}
