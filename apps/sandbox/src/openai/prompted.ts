/** An action as the prompt tells it, in either form. */
export interface PromptedAction {
  /** `view`, `click`, `fill` … or the type as it came. */
  type: string;
  description: string;
  page: string;
  times: number;
}

/** `1. [index] type: description — canonical_url` */
const NUMBERED = /^\s*\d+\.\s+\[[^\]]*\]\s*([^:]{0,60}):\s*(.*?)(?:\s+—\s+(\S*))?\s*$/;
/** `<<<actions …>>>` and what follows it up to `<<<end …>>>`; everything else in a prompt is passed over. */
const OPEN = /^<<<actions \S+>>>$/;
const CLOSE = /^<<<end \S+>>>$/;
const HEAD = /^(?:(\d+) )?# (.*?)(?: ×(\d+))?$/;
const ENTRY = /^\d+ (?:(click|submit|fill|search|focus|leave) (.*?)|([^:]{0,60}): (.*?))(?: ×(\d+))?$/;

const pathOf = (url: string) => (URL.canParse(url) ? new URL(url).pathname : url);

const numbered = (lines: string[]): PromptedAction[] =>
  lines.flatMap((line) => {
    const found = NUMBERED.exec(line);
    if (!found) return [];
    return [{ type: found[1] ?? '', description: found[2] ?? '', page: pathOf(found[3] ?? ''), times: 1 }];
  });

function compact(lines: string[]): PromptedAction[] {
  let page = '';
  return lines.flatMap((line): PromptedAction[] => {
    const head = HEAD.exec(line);
    if (head) {
      page = head[2] ?? '';
      return head[1] ? [{ type: 'view', description: page, page, times: Number(head[3] ?? 1) }] : [];
    }
    const entry = ENTRY.exec(line);
    if (!entry) return [];
    const [, verb, what = '', type = '', text = '', times = '1'] = entry;
    return [{ type: verb ?? type, description: verb ? what : text, page, times: Number(times) }];
  });
}

/** The actions of a prompt: compact ones within their fence, else numbered lines wherever they stand. */
export function promptedActions(prompt: string): PromptedAction[] {
  const lines = prompt.split('\n');
  const from = lines.findLastIndex((line) => OPEN.test(line));
  if (from < 0) return numbered(lines);
  const length = lines.slice(from + 1).findIndex((line) => CLOSE.test(line));
  const within = lines.slice(from + 1, length < 0 ? undefined : from + 1 + length);
  const old = numbered(within);
  return old.length > 0 ? old : compact(within);
}
