import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import * as desk from '@app/desk';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
const PAGE = join(ROOT, 'docs/adding-a-desk.md');
const SETTINGS = 'libs/config/src/settings.ts';
const ADAPTER = 'libs/minidesk/src/minidesk.desk.ts';

/** The code of docs/adding-a-desk.md, by the file that the first line of each block names. */
export function documentedFiles(): Map<string, string> {
  const blocks = readFileSync(PAGE, 'utf8').matchAll(/^```ts\n\/\/ (\S+)\n([^]*?)^```$/gm);
  return new Map([...blocks].map(([, file, code]) => [file!, code!]));
}

/** What the compiler says of that code in its place in this repository, with our own options. */
export function complaints(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, ROOT);
  const placed = new Map([...files].map(([file, code]) => [join(ROOT, file), inPlace(file, code)]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, directoryExists } = host;
  host.readFile = (path) => placed.get(path) ?? readFile(path);
  host.fileExists = (path) => placed.has(path) || fileExists(path);
  host.directoryExists = (path) =>
    [...placed.keys()].some((file) => file.startsWith(`${path}/`)) || directoryExists!(path);
  const program = ts.createProgram([...placed.keys()], { ...options, noEmit: true }, host);
  return [...placed.keys()].flatMap((path) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText, start }) => `${path}:${start} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  );
}

/** New settings stand among the others; other blocks are whole files. */
const inPlace = (file: string, code: string) => {
  if (file !== SETTINGS) return code;
  const ours = readFileSync(join(ROOT, SETTINGS), 'utf8');
  return ours.replace(/^ {2}@Expose\(\).* INTERCOM_PROBE_MS.*$/m, (line) => `${line}\n${code}`);
};

export interface MinideskOptions {
  baseUrl: string;
  token: string;
  timeoutMs: number;
}

/** The class of that page, compiled and loaded. */
export function documentedDesk(): new (options: MinideskOptions) => desk.Desk {
  const { outputText } = ts.transpileModule(documentedFiles().get(ADAPTER)!, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  const loaded: { Minidesk?: new (options: MinideskOptions) => desk.Desk } = {};
  const load = (name: string): unknown => (name === '@app/desk' ? desk : createRequire(__filename)(name));
  new Function('require', 'exports', outputText)(load, loaded);
  return loaded.Minidesk!;
}
