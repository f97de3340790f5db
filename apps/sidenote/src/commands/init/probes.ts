import { loadSettings, type SettingName, SettingsError } from '@app/config';
import { INTERCOM_HOSTS, probeIntercom, probeStream } from '@app/doctor';

export type Values = Map<SettingName, string>;
/** What is wrong with a value, without the value; null: nothing. */
export type Trouble = string | null;

/** By its form alone, in the words of the service's own messages. */
export function troubleOfForm(name: SettingName, value: string): Trouble {
  if (value === '') return 'nothing was entered';
  if (/\s/.test(value)) return 'it holds white space: copy it again';
  try {
    loadSettings({ [name]: value }, { roles: [], only: [name] });
    return null;
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.join('; ');
    throw error;
  }
}

const settingsOf = (values: Values) => loadSettings(Object.fromEntries(values), { roles: [], only: [] });

/** Connects with URL and token. */
export async function troubleOfStream(values: Values): Promise<Trouble> {
  const { status, message, fix } = await probeStream(settingsOf(values));
  return status === 'ok' ? null : [message, fix].filter(Boolean).join('; ');
}

export interface Workspace {
  baseUrl: string;
  name: string;
  /** Who may write notes first. */
  admins: { id: string; name: string; hasSeat: boolean }[];
}

/** Asks the host that is set, else each region's, until one knows the token. */
export async function findWorkspace(values: Values): Promise<Workspace | string> {
  const set = values.get('INTERCOM_BASE_URL');
  const hosts = set === undefined ? Object.values(INTERCOM_HOSTS).map((host) => `https://${host}`) : [set];
  const reasons: string[] = [];
  for (const baseUrl of hosts) {
    const found = await probeIntercom(settingsOf(new Map([...values, ['INTERCOM_BASE_URL', baseUrl]])));
    if (typeof found === 'string') reasons.push(`${new URL(baseUrl).host}: ${found}`);
    else return { ...found, baseUrl: (set === undefined && found.regionUrl) || baseUrl };
  }
  return reasons.join('; ');
}
