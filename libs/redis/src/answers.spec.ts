import { flag, named, number, oneOf, orNull, table, text, texts, word } from './answers';

describe('answers of scripts, by name', () => {
  const commit = named({ result: word('done', 'more'), summary: orNull(number), redact: texts });

  it('are read in any order', () => {
    expect(commit(['redact', ['7'], 'summary', null, 'result', 'done'], 'commit')).toEqual({
      result: 'done',
      summary: null,
      redact: ['7'],
    });
  });

  it.each([
    [['result', 'done', 'summary', 1], 'A script answered commit without "redact"'],
    [
      ['result', 'done', 'resume', 1],
      'A script answered commit with "resume", which is none of result, summary, redact',
    ],
    [['result', 'gone'], 'A script answered commit.result that is none of done, more'],
    [['summary', 'x'], 'A script answered commit.summary that is not a number'],
    ['done', 'A script answered commit that is not a list'],
  ])('which name is wrong or missing is said: %j', (answer, error) => {
    expect(() => commit(answer, 'commit')).toThrow(new Error(error));
  });

  it('do not quote what may be of a person', () => {
    expect(() => commit(['10|asked about her invoice'], 'commit')).toThrow(/with what is no name/);
    expect(() => commit(['result', 'her invoice'], 'commit')).toThrow(/^(?!.*invoice)/);
  });

  const step = oneOf('do', { stop: {}, wait: { ms: number } });

  it('have the names that go with their first value', () => {
    expect(step(['do', 'stop'], 'begin')).toEqual({ do: 'stop' });
    expect(step(['do', 'wait', 'ms', 20], 'begin')).toEqual({ do: 'wait', ms: 20 });
    expect(() => step(['do', 'wait'], 'begin')).toThrow('A script answered begin without "ms"');
    expect(() => step(['do', 'sleep'], 'begin')).toThrow('A script answered begin with no "do" of stop, wait');
    expect(() => step(['ms', 20, 'do', 'wait'], 'begin')).toThrow('with no "do" of');
  });

  const rows = table({ sessionKey: text, existed: flag });

  it('name the columns of a table once', () => {
    expect(rows(['sessionKey existed'], 'sweep')).toEqual([]);
    expect(rows(['sessionKey existed', 'a', 1, 'b', 0], 'sweep')).toEqual([
      { sessionKey: 'a', existed: true },
      { sessionKey: 'b', existed: false },
    ]);
    expect(() => rows(['existed sessionKey', 1, 'a'], 'sweep')).toThrow('that is no table of sessionKey existed');
    expect(() => rows(['sessionKey existed', 'a'], 'sweep')).toThrow('that is no table of sessionKey existed');
    expect(() => rows(['sessionKey existed', 'a', 2], 'sweep')).toThrow('sweep.existed that is not 1 or 0');
  });
});
