/** Rows of label and text in a frame, for a terminal. */
export function box(title: string, rows: readonly (readonly [label: string, text: string])[]): string {
  const labelWidth = Math.max(...rows.map(([label]) => label.length));
  const lines = [title, '', ...rows.map(([label, text]) => `${label.padEnd(labelWidth)}  ${text}`)];
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '─'.repeat(width + 4);
  return [`╭${edge}╮`, ...lines.map((line) => `│  ${line.padEnd(width)}  │`), `╰${edge}╯`, ''].join('\n');
}
