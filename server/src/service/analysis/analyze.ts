/** Text → invocations → machines → findings. A rule that fails loses its findings, a reader its document. */

import * as l10n from '@vscode/l10n';
import type { Client, ExecutionContext } from '../../invocation/client.ts';
import type { Invocation, SentText } from '../../invocation/invocation.ts';
import { languageOf } from '../../languages/detect.ts';
import { INCLUDED } from '../../languages/index.ts';
import type { IncludedAs, LanguageSupport, Loading } from '../../languages/support.ts';
import { buildMachine } from '../../qemu/machine/build-machine.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { rules } from '../../rules/index.ts';
import type { MachineRule } from '../../rules/rule.ts';
import type { FileSet } from '../../text/file-set.ts';
import { LIMITS } from '../../text/limits.ts';
import { once, oncePer } from '../../text/lookup.ts';
import { type Span, spanKey } from '../../text/span.ts';
import { isExcluded } from '../settings/glob.ts';
import { isOn, type Settings } from '../settings/settings.ts';
import { type FileComments, fileComments } from '../suppression/file-comments.ts';
import { accept, type Excused, silence } from '../suppression/silence.ts';
import { type Connections, relatedClients } from './connections.ts';
import { foldFindings, withOptionsOf } from './fold.ts';
import {
  type AnalysisMemory,
  analysisMemory,
  type Files,
  type IncludedFiles,
  includeFiles,
  type NamedFile,
} from './included-files.ts';
import { failureWords, type Step, withCircumstances } from './messages.ts';
import { type RatedFinding, ratedFindings } from './rated-findings.ts';
import type { ScriptTrees } from './script-trees.ts';
import { wordBudget } from './word-budget.ts';

export interface Source {
  readonly text: string;
  /** An editor's id: `shellscript`. */
  readonly languageId: string;
  /** Absolute if the document may include files. */
  readonly path: string;
  /** The document and the files that it brings in, if none concerns QEMU; then nothing runs. */
  readonly quiet?: ReadonlySet<string> | undefined;
  /** A sentence that says why the document is skipped. */
  readonly passedOver?: string;
  /** Whether clients count without a QEMU. */
  readonly wantsClients?: true;
}

/** A finding that is shown. */
export interface ShownFinding extends RatedFinding {
  readonly machine: Machine;
  /** Whether no command in sight uses the text. */
  readonly unused: boolean;
}

/** The result for a document with its included files. Immutable. */
export interface Analysis {
  readonly source: Source;
  readonly settings: Settings;
  /** The language; undefined if unsupported. */
  readonly host: LanguageSupport | undefined;
  /** The document at 0, then the files that it brings in; spans refer to these. */
  readonly files: FileSet;
  /** Files brought in, by absolute path. */
  readonly used: ReadonlyMap<string, IncludedAs>;
  /** Places that name files to bring in. */
  readonly named: () => readonly NamedFile[];
  /** Commands for QEMUs that run already. */
  readonly sent: readonly SentText[];
  /** The language's parser, if it is not loaded yet. */
  readonly unread: Loading | undefined;
  /** Files to read before the next analysis. */
  readonly wanted: readonly string[];
  readonly invocations: readonly Invocation[];
  /** Whether a script has no syntax error. */
  readonly isWhole: () => boolean;
  readonly connections: Connections;
  /** Whether a command starts QEMU. */
  readonly starts: boolean;
  /** One a place, in order; not excused, not excluded. */
  readonly findings: readonly ShownFinding[];
  /** Silenced by comments or accepted by settings. */
  readonly excused: readonly Excused<ShownFinding>[];
  /** Offsets of rule ids in comments that silenced something, by file. */
  readonly silenced: ReadonlyMap<string, ReadonlySet<number>>;
  /** Rules of each entry of `Settings.accept` that accepted something, by its index. */
  readonly accepted: ReadonlyMap<number, ReadonlySet<string>>;
  /** The comments of a file; undefined for languages without comments. */
  readonly commentsOf: (path: string) => FileComments | undefined;
  readonly trees: ScriptTrees;
  /** Where a limit stopped the analysis or dropped findings; undefined if complete. */
  readonly unfollowed: Span | undefined;
  /** The analysis without a limit of findings. */
  readonly whole: () => Analysis;
  readonly failures: readonly string[];
}

const NO_FILES: Files = { get: () => null };

/** Analyzes a document. Never throws; `memory` only saves work. */
export function analyze(
  source: Source,
  settings: Settings,
  known: Files = NO_FILES,
  memory: AnalysisMemory = analysisMemory(),
): Analysis {
  const failures: string[] = [];
  const guard: Guard = (step, otherwise, run) => {
    try {
      return run();
    } catch (error) {
      failures.push(failureWords(step, source.path, String(error)));
      return otherwise;
    }
  };
  const host = guard('recognize', undefined, () =>
    source.passedOver !== undefined || isExcluded(settings, source.path)
      ? undefined
      : languageOf(source.languageId, source.path, source.text),
  );
  const request = { source, settings, known, memory, failures, guard, host };
  const included = includeFiles(source, known, memory);
  const invocations = guard('read', [], () => lower(request, included));
  const machines = build(request, isDiscarded(known, included) ? [] : invocations);
  const files = included.fileSet();
  const commentsOf = readComments(source, host, included, files, memory);
  const parts = { ...request, included, invocations, ...machines, files, commentsOf };
  return judge(parts, LIMITS.findings);
}

type Guard = <T>(step: Step, otherwise: T, run: () => T) => T;

interface Request {
  readonly source: Source;
  readonly settings: Settings;
  readonly known: Files;
  readonly memory: AnalysisMemory;
  readonly failures: readonly string[];
  readonly guard: Guard;
  readonly host: LanguageSupport | undefined;
}

function isDiscarded({ isRead }: Files, { wanted }: IncludedFiles): boolean {
  return isRead === true && wanted.size > 0;
}

function lower({ source, known, host }: Request, included: IncludedFiles): readonly Invocation[] {
  const { document, wanted } = included;
  const inclusions = {
    ...included.inclusions,
    watch: known.watch,
    isWaiting: () => wanted.size > 0,
    isDiscarded: () => isDiscarded(known, included),
  };
  const around = {
    document,
    ...(known !== NO_FILES && { inclusions }),
    ...(source.wantsClients && { wantsClients: source.wantsClients }),
  };
  return source.quiet ? [] : (host?.lower(source.text, around) ?? []);
}

interface BuiltMachine {
  readonly machine: Machine;
  readonly unused: boolean;
}

interface Built {
  readonly built: readonly BuiltMachine[];
  readonly connections: Connections;
  readonly beyondBudget: Span | undefined;
}

function build(
  { settings, guard, host, source }: Request,
  invocations: readonly Invocation[],
): Built {
  const built: BuiltMachine[] = [];
  const executions = new Map<Machine, ExecutionContext>();
  const clients: Client[] = [];
  const budget = wordBudget();
  for (const invocation of invocations) {
    if (invocation.kind === 'clients') {
      clients.push(...invocation.clients);
      continue;
    }
    if (invocation.kind === 'unfollowed') continue;
    const fitting = budget.fitting(invocation);
    if (fitting === undefined) continue;
    const machine = guard('build', undefined, () => buildMachine(fitting, settings.qemuVersion));
    if (machine === undefined) continue;
    built.push({ machine, unused: isUnused(invocation) });
    const execution = invocation.kind === 'argv' ? invocation.execution : undefined;
    if (execution) executions.set(machine, execution);
  }
  const machines = built.map(({ machine }) => machine);
  const areApart = (one: Span, other: Span): boolean =>
    host?.withoutShell?.areApart?.(source.text, one, other) === true;
  const connections = { machines, executions, clients, areApart };
  return { built, connections, beyondBudget: budget.leftOut() };
}

interface Parts extends Request, Built {
  readonly invocations: readonly Invocation[];
  readonly included: IncludedFiles;
  readonly files: FileSet;
  readonly commentsOf: Analysis['commentsOf'];
}

function judge(parts: Parts, mostFindings: number): Analysis {
  const { source, settings, known, memory, failures, guard, host } = parts;
  const { included, invocations, connections, files, commentsOf } = parts;
  const unfollowed = unfollowedIn(invocations);
  const { found, leftOut } = checkRules(parts, mostFindings);
  const looked = guard('leave-out', found, () => notExcluded(found, files, settings));
  const silenced = guard('read-comments', { kept: looked, excused: [], used: new Map() }, () =>
    silence(looked, files, commentsOf),
  );
  const { kept } = silenced;
  const accepted = guard('accept', { kept, excused: [], used: new Map() }, () =>
    accept(kept, files, settings),
  );
  const isShown = ({ certainty }: ShownFinding): boolean =>
    certainty === 'certain' || settings.showPossible;
  // Suppression comes first, so that comments on findings that are not shown count as used.
  const shown = accepted.kept.filter(isShown);
  const folded = foldFindings(shown, ({ at }) => spanKey(at), withOptionsOf);
  const analysis: Analysis = {
    source,
    settings,
    host,
    files,
    connections,
    invocations,
    isWhole: () => host?.isScript === true && included.isWhole(),
    used: included.used,
    // Read although nothing in it concerns QEMU, for its links.
    named: source.quiet
      ? once(() => analyze({ ...source, quiet: undefined }, settings, known, memory).named())
      : () => included.named,
    sent: invocations.flatMap((invocation) => (invocation.kind === 'sent' ? invocation.texts : [])),
    unread: host?.loading?.isLoaded() === false ? host.loading : undefined,
    wanted: [...included.wanted],
    starts: invocations.some((invocation) => invocation.kind === 'argv' && !isUnused(invocation)),
    findings: guard('find-clients', folded, () => withClients(folded, connections)),
    excused: [...silenced.excused, ...accepted.excused].filter(({ finding }) => isShown(finding)),
    silenced: silenced.used,
    accepted: accepted.used,
    commentsOf,
    trees: memory.trees,
    unfollowed: unfollowed ?? included.leftOut() ?? parts.beyondBudget ?? leftOut,
    whole: () => (leftOut ? judge(parts, Number.POSITIVE_INFINITY) : analysis),
    failures,
  };
  return analysis;
}

function unfollowedIn(invocations: readonly Invocation[]): Span | undefined {
  return invocations.find((one) => one.kind === 'unfollowed')?.at;
}

function checkRules(
  { built, invocations, settings, host, files, guard }: Parts,
  mostFindings: number,
): { readonly found: readonly ShownFinding[]; readonly leftOut: Span | undefined } {
  const asked = rules.filter(
    (rule): rule is MachineRule => 'check' in rule && isOn(rule, settings),
  );
  const isUnfollowed = unfollowedIn(invocations) !== undefined;
  const found: ShownFinding[] = [];
  const counts = new Map<MachineRule, number>();
  let leftOut: Span | undefined;
  for (const { machine, unused } of built) {
    const use = unused && (isUnfollowed ? 'unfollowed' : 'unused');
    for (const rule of asked) {
      const before = counts.get(rule) ?? 0;
      const most = mostFindings - before;
      const said = guard(rule, [], () => ratedFindings(rule, machine, settings, host, most + 1));
      if (said.length === 0) continue;
      leftOut ??= said[most]?.at;
      counts.set(rule, before + Math.min(most, said.length));
      for (const finding of said.slice(0, most)) {
        const fixes = once(() => guard(rule, [], finding.fixes));
        const message = withCircumstances(finding, use, files.text);
        found.push({ ...finding, fixes, message, machine, unused });
      }
    }
  }
  return { found, leftOut };
}

function stopOf({ unfollowed, files, source }: Analysis) {
  if (unfollowed === undefined) return undefined;
  const { path, at } = files.locate(unfollowed) ?? { path: source.path, at: unfollowed };
  const start = unfollowed.start - at.start;
  return { path, line: files.text().slice(start, unfollowed.start).split('\n').length };
}

/** The line, from 1, where an analysis stopped; 0 if not in this file. Undefined if complete. */
export function stoppedAt(analysis: Analysis): number | undefined {
  const stop = stopOf(analysis);
  if (stop === undefined) return analysis.source.passedOver === undefined ? undefined : 0;
  return stop.path === analysis.source.path ? stop.line : 0;
}

/** Says for the log where the analysis stopped; undefined if complete. */
export function unfollowedWords(analysis: Analysis): string | undefined {
  const { path } = analysis.source;
  const stop = stopOf(analysis);
  return stop && l10n.t('{0}: analysis stopped at line {1} of {2}', path, stop.line, stop.path);
}

function notExcluded(
  found: readonly ShownFinding[],
  { locate }: FileSet,
  settings: Settings,
): readonly ShownFinding[] {
  if (settings.exclude.length === 0) return found;
  return found.filter(({ at }) => {
    const path = locate(at)?.path;
    return path === undefined || !isExcluded(settings, path);
  });
}

function withClients(
  findings: readonly ShownFinding[],
  connections: Connections,
): readonly ShownFinding[] {
  if (connections.clients.length === 0) return findings;
  return findings.map((finding) => {
    const fixes = finding.move?.() ?? finding.fixes();
    const fix = fixes.find(({ releasesAddress }) => releasesAddress);
    const places = fix ? relatedClients(fix, connections) : [];
    return places.length === 0 ? finding : { ...finding, related: [...finding.related, ...places] };
  });
}

function isUnused(invocation: Invocation): boolean {
  return invocation.kind === 'argv' && invocation.partial === 'fragment';
}

function readComments(
  { path: own, text: ownText }: Source,
  host: LanguageSupport | undefined,
  { used }: IncludedFiles,
  { files }: FileSet,
  { trees }: AnalysisMemory,
): Analysis['commentsOf'] {
  return oncePer((path: string): FileComments | undefined => {
    const text = path === own ? ownText : files.find((file) => file.path === path)?.text;
    const as = INCLUDED[used.get(path) ?? 'script'];
    const language = path === own ? host : as;
    if (language === undefined || text === undefined) return undefined;
    return fileComments(text, language, () => trees.get(path, text));
  });
}
