/** A line on a screen of so many characters: words are not broken where that can be. */
export function wrap(line: string, width: number): string[] {
  const rows: string[] = [];
  let row: string | null = null;
  for (const word of line.split(' ')) {
    const longer: string = row === null ? word : `${row} ${word}`;
    if (longer.length <= width) {
      row = longer;
      continue;
    }
    if (row !== null) rows.push(row);
    const pieces: string[] = word.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? [''];
    rows.push(...pieces.slice(0, -1));
    row = pieces.at(-1) ?? '';
  }
  return [...rows, row ?? ''];
}
