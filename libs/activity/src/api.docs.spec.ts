import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Activity, ASKED_BY, ANSWER_SCHEMA, openApi } from '.';

const DOCS = readFileSync(resolve(__dirname, '../../../docs/api.md'), 'utf8');
const example = JSON.parse(/```json\n(\{\n {2}"found"[^`]*)```/.exec(DOCS)![1]!) as Activity;
const [found] = ANSWER_SCHEMA.oneOf as unknown as [{ properties: Record<string, { items?: { required: string[] } }> }];
const operation = openApi('https://sidenote.example').paths['/activity'].get;

describe('docs/api.md', () => {
  it('shows an answer with exactly the fields that there are', () => {
    expect(Object.keys(example).sort()).toEqual(Object.keys(found.properties).sort());
    for (const list of ['recent_actions', 'signals'] as const)
      expect(Object.keys(example[list][0]!).sort()).toEqual([...found.properties[list]!.items!.required].sort());
  });

  it('names every parameter, and every refusal of the OpenAPI document', () => {
    for (const name of Object.keys(ASKED_BY)) expect(DOCS).toContain(`\`${name}\``);
    const refusals = [...DOCS.matchAll(/^\| (\d{3}) /gm)].map(([, status]) => status);
    expect(refusals).toEqual(Object.keys(operation.responses).filter((status) => status !== '200'));
  });

  it.each(['Fin', 'Ada', 'Dify'])('tells %s to read fields, parameters and paths that there are alone', (reader) => {
    const [, recipe = ''] = new RegExp(`^\\*\\*${reader}\\.\\*\\* (.+)$`, 'm').exec(DOCS) ?? [];
    expect(recipe).not.toBe('');
    const known = [...Object.keys(found.properties), ...Object.keys(ASKED_BY)];
    for (const [, word] of recipe.matchAll(/`([a-z]+(?:_[a-z]+)*)`/g)) expect(known).toContain(word);
    for (const [, path, parameter] of recipe.matchAll(/`(\/[a-z]+)\?([a-z_]+)=/g)) {
      expect(path).toBe('/activity');
      expect(Object.keys(ASKED_BY)).toContain(parameter);
    }
  });
});
