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
/** `<<<actions …>>>` and what follows it up to `<<<end …>>>`. */
const OPEN = /^<<<(\w+) \S+>>>$/;
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

/** What a prompt tells, in either form. */
export interface Prompted {
  actions: PromptedAction[];
  /** What stands out, in words. */
  signals: string[];
  /** The summary so far, where this one takes its place; '' where there is none. */
  earlier: string;
}

/** The lines between the last fence of this name and its end; undefined where there is none. */
function fenced(lines: string[], name: string): string[] | undefined {
  const from = lines.findLastIndex((line) => OPEN.exec(line)?.[1] === name);
  if (from < 0) return undefined;
  const length = lines.slice(from + 1).findIndex((line) => CLOSE.test(line));
  return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length);
}

/** Compact entries within their fence, else numbered lines wherever they stand. */
export function readPrompt(prompt: string): Prompted {
  const lines = prompt.split('\n');
  const within = fenced(lines, 'actions');
  if (!within) return { actions: numbered(lines), signals: [], earlier: '' };
  const old = numbered(within);
  return {
    actions: old.length > 0 ? old : compact(within),
    signals: within.filter((line) => line.startsWith('! ')).map((line) => line.slice(2)),
    earlier: fenced(lines, 'earlier')?.join(' ') ?? '',
  };
}

export const promptedActions = (prompt: string): PromptedAction[] => readPrompt(prompt).actions;
