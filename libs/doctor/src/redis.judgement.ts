import { type Finding, failure, ok, skipped, warning } from './check';

export type Info = Readonly<Record<string, string>>;

/** Answer of INFO as names and values. */
export const parseInfo = (text: string): Info =>
  Object.fromEntries(
    text
      .split(/\r?\n/)
      .filter((line) => line.includes(':') && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );

const OLDEST_REDIS = 7;

export function versionFinding(info: Info): Finding {
  if (info.valkey_version) return ok(`Valkey ${info.valkey_version}`);
  const version = info.redis_version ?? 'unknown';
  if (Number(version.split('.')[0]) >= OLDEST_REDIS) return ok(`Redis ${version}`);
  return failure(`Redis ${version} is too old`, `use Redis ${OLDEST_REDIS} or newer, or Valkey`);
}

/** Whoever evicts keys loses actions silently. */
export function evictionFinding({ maxmemory_policy: policy, maxmemory = '0' }: Info): Finding {
  if (!policy) return skipped('this Redis does not say what it evicts');
  if (policy === 'noeviction') return ok('noeviction');
  const fix = 'set maxmemory-policy to noeviction (redis.conf, or CONFIG SET maxmemory-policy noeviction)';
  if (maxmemory === '0') return warning(`${policy}, without a memory limit for now`, fix);
  return failure(`${policy}: under memory pressure actions and links are lost`, fix);
}

export function persistenceFinding({
  aof_enabled: aof,
  aof_last_write_status: write,
  rdb_last_bgsave_status: save,
}: Info): Finding {
  if (aof === undefined) return skipped('this Redis does not say how it persists');
  if (aof !== '1')
    return warning(
      'the append-only file is off: a restart of Redis loses what came since the last snapshot',
      'set appendonly to yes (redis.conf, or CONFIG SET appendonly yes)',
    );
  if (write && write !== 'ok') return failure('the append-only file cannot be written', 'look at the disk of Redis');
  if (save && save !== 'ok')
    return warning('append-only file on; the last snapshot failed', 'look at the disk of Redis');
  return ok('append-only file on');
}

const NOTICEABLE_MS = 2_000;
const HARMFUL_MS = 30_000;

/** @param skewMs our clock less that of Redis */
export function clockFinding(skewMs: number): Finding {
  const away = Math.abs(skewMs);
  const said = `${(away / 1000).toFixed(1)} s apart`;
  const fix = 'let both machines take the time from NTP';
  if (away < NOTICEABLE_MS) return ok('the clocks of Redis and this machine agree');
  return away < HARMFUL_MS ? warning(said, fix) : failure(`${said}: actions look older or newer than they are`, fix);
}
