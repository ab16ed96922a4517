/** `debug FILE:LINE`, perhaps with a script that brings FILE in: what the analysis knows of a line. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { LineFacts } from '../../service/debug/debug-line.ts';
import type { FilePlace } from '../../text/file-set.ts';
import {
  analysisMemory,
  analyze,
  analyzeSettled,
  debugLine,
  diskAccess,
  fileStore,
  folderOf,
  settingsAt,
  TextDocument,
  uriOfFile,
} from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import { complain } from '../check/check-projects.ts';
import { projectSettings } from '../check/cli-settings.ts';
import { findProjects, shownPath } from '../check/project.ts';
import { printable } from '../terminal/printable.ts';
import { EXIT, type UsageError, usageError, type World } from '../world.ts';

type CommandRun = Parameters<typeof debugLine>[1][number];

export async function debug(request: Request, world: World): Promise<number | UsageError> {
  const [, file, number] = /^(.+):(\d+)$/.exec(request.words[0] ?? '') ?? [];
  if (file === undefined || request.words.length > 2) {
    return usageError('debug takes FILE:LINE, and the script that brings FILE in');
  }
  const found = [file, request.words[1] ?? file].map((word) =>
    findProjects([word], world.cwd, false),
  );
  const unread = found.flatMap((one) => one.unread);
  for (const { word, reason } of unread) complain(world, `${word}: ${reason}`);
  const [project] = found.flatMap(({ projects }) => projects);
  const [named, script] = found.flatMap(({ projects }) => projects.flatMap((one) => one.named));
  if (unread.length > 0 || !project || !named || !script) return EXIT.failed;
  const config = await projectSettings(project.root, request, world.cwd);
  if (config.kind === 'usage') return config;
  await config.enterAll(folderOf(script.path));
  const failure = config.failure();
  if (failure !== undefined) return usageError(failure);
  const { settings } = config.regionOf(script.path);
  const store = fileStore(
    diskAccess(() => [project.root]),
    () => undefined,
    (message) => complain(world, message),
  );
  await store.load([named.path, script.path]);
  const text = store.get(script.path);
  if (typeof text !== 'string') return EXIT.failed;
  const runs: CommandRun[] = [];
  const analysis = await analyzeSettled({
    analyze: (isLast) => {
      runs.length = 0;
      const files = { ...store, isRead: !isLast, watch: (run: CommandRun) => void runs.push(run) };
      const source = { text, path: script.path, languageId: '' };
      return analyze(source, settingsAt(settings, script.path), files, analysisMemory());
    },
    unreadBy: (made) => made.unread,
    wantedBy: (made) => made.wanted,
    load: store.load,
  });
  const document = documentOf(analysis, named.path) ?? textDocument(named.path);
  const line = Number(number) - 1;
  const start = document.offsetAt({ line, character: 0 });
  const end = document.offsetAt({ line: line + 1, character: 0 });
  const facts = debugLine(analysis, runs, named.path, { start, end });
  world.out.write(
    linesFor(facts, analysis, world.cwd)
      .map((one) => `${printable(one)}\n`)
      .join(''),
  );
  return EXIT.fine;
}

function textDocument(path: string): TextDocument {
  return TextDocument.create(uriOfFile(path), '', 0, readFileSync(resolve(path), 'utf8'));
}

function documentOf(analysis: Analysis, path: string): TextDocument | undefined {
  const text = analysis.files.files.find((file) => file.path === path)?.text;
  return text === undefined ? undefined : TextDocument.create(uriOfFile(path), '', 0, text);
}

function linesFor(facts: LineFacts, analysis: Analysis, cwd: string): readonly string[] {
  const { path } = analysis.source;
  const place = (at: FilePlace): string => {
    const document = documentOf(analysis, at.path);
    const { line, character } = document?.positionAt(at.at.start) ?? { line: 0, character: 0 };
    return `${shownPath(at.path, cwd)}:${line + 1}:${character + 1}`;
  };
  const written = ({ path: own, at }: FilePlace): string =>
    (documentOf(analysis, own)?.getText() ?? '').slice(at.start, at.end).replaceAll('\n', ' ');
  const language = analysis.host ? analysis.host.id : 'not a file that is read';
  const lines = [`${shownPath(path, cwd)}: ${language}, in ${shownPath(folderOf(path), cwd)}`];
  for (const { at, words, runs } of facts.commands) {
    const read = words.length > 0 ? words.map((word) => `[${written(word)}]`) : [written(at)];
    lines.push(`command  ${place(at)}: ${read.join(' ')}`);
    lines.push(`reached  ${runs.length === 1 ? 'once' : `${runs.length} times`}`);
    const seen = new Set<string>();
    for (const { files, functions, conditions, values } of runs) {
      const from = [
        ...files.slice(1).map((file) => `in ${shownPath(file, cwd)}`),
        ...functions.map((one) => `in the function at ${place(one)}`),
        ...conditions.map((one) => `when ${written(one)}`),
      ];
      const held = [...values].map(([name, all]) => `${name} = ${[...new Set(all)].join(' or ')}`);
      const run = [
        `  ${from.join(', ') || 'at the top level'}`,
        ...held.map((one) => `    ${one}`),
      ];
      if (seen.has(run.join())) continue;
      seen.add(run.join());
      lines.push(...run);
    }
  }
  if (facts.commands.length === 0) lines.push('reached  no: no command of this line is run');
  for (const { program, at, isUnused, words } of facts.launches) {
    const where = at ? ` at ${place(at)}` : '';
    lines.push(
      isUnused ? 'options  that nothing here gives to QEMU' : `launch   ${program}${where}`,
    );
    for (const { text, from, through } of words) {
      const way = through.length > 0 ? ` through ${through.map(place).join(', ')}` : '';
      lines.push(`  ${text}  from ${from.map(place).join(', ')}${way}`);
    }
  }
  if (facts.launches.length === 0) lines.push('launch   none has words of this line');
  lines.push(
    facts.stopped ? `stopped  at ${place(facts.stopped)}` : 'stopped  nowhere: followed to the end',
  );
  return lines;
}
