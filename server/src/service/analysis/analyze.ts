/**
 * The pipeline: text → invocations → machines → findings. A rule that fails costs its own findings and
 * nothing else; so does a document that a reader cannot cope with.
 */
import * as l10n from '@vscode/l10n';
import type { Client, ExecutionContext } from '../../invocation/client.ts';
import type { Invocation, SentText } from '../../invocation/invocation.ts';
import { languageOf } from '../../languages/detect.ts';
import { INCLUDED } from '../../languages/index.ts';
import type { IncludedAs, LanguageSupport, Loading } from '../../languages/support.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { rules } from '../../rules/index.ts';
import type { Finding, MachineRule } from '../../rules/rule.ts';
import { targetsInScript } from '../../syntax/shell/chunk-targets.ts';
import type { Targets } from '../../syntax/shell/comments.ts';
import type { FileSet } from '../../text/file-set.ts';
import { once } from '../../text/once.ts';
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
import type { KnownMachine, RatedFinding } from './known-machines.ts';
import type { ScriptTrees } from './script-trees.ts';
import { wordBudget } from './word-budget.ts';

/** What is analyzed. */
export interface Source {
  readonly text: string;
  /** The editor's language id, such as `shellscript`. */
  readonly languageId: string;
  /**
   * The document's path with `/`. Without files only its name matters; with them it is the absolute path
   * from which the document brings them in.
   */
  readonly path: string;
  /** Its path and those of what it brings in, if none of these files has to do with QEMU: then it is not run. */
  readonly quiet?: ReadonlySet<string> | undefined;
  /** Why it is not looked into, as a sentence for people: it is known to be too much. */
  readonly passedOver?: string;
  /** Whether it is asked what it connects to, so that it is read though it may start nothing. */
  readonly wantsClients?: true;
}

/** A finding as it is shown. */
export interface ShownFinding extends RatedFinding {
  readonly machine: () => Machine;
  /** Whether it is about text that is QEMU's options and that nothing here gives to QEMU. */
  readonly unused: boolean;
}

/** A document with all that it brings in, and what is found there. It never changes; another text has another one. */
export interface Analysis {
  readonly source: Source;
  readonly settings: Settings;
  /** Undefined for a document that is none of ours. */
  readonly host: LanguageSupport | undefined;
  /** The document at 0 and every file that it brought in; spans count in here. */
  readonly files: FileSet;
  /** The absolute paths of what it brought in, and how. */
  readonly used: ReadonlyMap<string, IncludedAs>;
  /** Where these are named, as often as they are brought in. */
  readonly named: () => readonly NamedFile[];
  /** What scripts send to QEMUs that run, and to others. */
  readonly sent: readonly SentText[];
  /** What has to be loaded before there is anything to say of the document; undefined where nothing has to. */
  readonly unread: Loading | undefined;
  /** Absolute paths that were asked for and are not known yet: with them there is more to say. */
  readonly wanted: readonly string[];
  /** What was found in the document. */
  readonly invocations: readonly Invocation[];
  /** Whether a script has no error, so that nothing that is half-typed hides anything; false for all else. */
  readonly isWhole: () => boolean;
  /** What is started here, in the order of the document, and what the scripts connect to. */
  readonly connections: Connections;
  /** Whether the document starts a QEMU, itself or in a file that it brings in. */
  readonly starts: boolean;
  /**
   * In the order of the document and the files behind it; one for each place. No comment silences them, and
   * nothing in the settings accepts or excludes them.
   */
  readonly findings: readonly ShownFinding[];
  /** What a comment silences or the settings accept, and would be shown otherwise. */
  readonly excused: readonly Excused<ShownFinding>[];
  /** For each file with comments of ours the rule ids in them that silenced something, by their place in it. */
  readonly silenced: ReadonlyMap<string, ReadonlySet<number>>;
  /** The rules whose findings were accepted, by the places of the entries in `Settings.accept`. */
  readonly accepted: ReadonlyMap<number, ReadonlySet<string>>;
  /** The statements of the document, if it is a script that makes sense as a whole. */
  readonly targets: () => Targets | undefined;
  /** The comments of one of the files; undefined for another, and in a language that has none. */
  readonly commentsOf: (path: string) => FileComments | undefined;
  /** The trees of its files as scripts. */
  readonly trees: ScriptTrees;
  /**
   * Where the document, or a file that it brings in, was no longer followed to its end, since that would have taken too
   * long, or from where on words or findings were left out, since they were too many; undefined where all was. What is
   * written in what was not followed is found all the same, and more of it is unknown.
   */
  readonly unfollowed: Span | undefined;
  /** The same with all findings, for who repairs them at once; itself where none are left out. */
  readonly whole: () => Analysis;
  /** What went wrong inside, for the log; more may come while fixes are made. */
  readonly failures: readonly string[];
}

/** How many findings of one rule are shown of a document; nobody goes through more. What is left out is said. */
const MAX_FINDINGS = 1_000;

/** Files for a document that stands alone. */
const NO_FILES: Files = { get: () => null };

/**
 * Analyzes a document with the files that it brings in, as far as they are at hand. Never throws. The
 * memory of the document's last analysis saves work and changes nothing.
 */
export function analyze(
  source: Source,
  settings: Settings,
  known: Files = NO_FILES,
  memory: AnalysisMemory = analysisMemory(),
): Analysis {
  const failures: string[] = [];
  const guard = <T>(step: Step, otherwise: T, run: () => T): T => {
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
  const included = includeFiles(source, known, memory);
  const { document, wanted } = included;
  // What is wanted is read, and then all is asked again.
  const { watch } = known;
  const inclusions = { ...included.inclusions, watch, isWaiting: () => wanted.size > 0 };
  const clientsToo = source.wantsClients && { wantsClients: source.wantsClients };
  const around = {
    document,
    ...(known !== NO_FILES && { inclusions }),
    ...clientsToo,
  };
  let targets: Targets | undefined;
  const edited = () => {
    const lowered = memory.edited?.(source.text, source.path, around.inclusions, document);
    // Then all is gone through once more.
    if (lowered === undefined) included.forgetNames();
    targets = lowered?.targets;
    return lowered?.invocations;
  };
  const invocations =
    host && !source.quiet
      ? guard<readonly Invocation[]>('read', [], () =>
          host.lower(source.text, { ...around, edited }),
        )
      : [];
  const text = () => included.fileSet().text();
  const all: {
    readonly started: KnownMachine;
    readonly execution: ExecutionContext | undefined;
    readonly unused: boolean;
  }[] = [];
  const clients: Client[] = [];
  const asked = rules.filter((rule): rule is MachineRule => {
    return 'check' in rule && isOn(rule, settings);
  });
  const budget = wordBudget();
  const unfollowed = invocations.find((one) => one.kind === 'unfollowed')?.at;
  for (const invocation of known.isRead && wanted.size > 0 ? [] : invocations) {
    if (invocation.kind === 'clients') {
      clients.push(...invocation.clients);
      continue;
    }
    if (invocation.kind === 'unfollowed') continue;
    const fitting = budget.fitting(invocation);
    if (fitting === undefined) continue;
    const started = guard('build', undefined, () => memory.machines(fitting, settings, host));
    if (started === undefined) continue;
    const execution = invocation.kind === 'argv' ? invocation.execution : undefined;
    all.push({ started, execution, unused: isUnused(invocation) });
  }
  const files = included.fileSet();
  const commentsOf = readComments(source, host, included, files, memory);
  const ends = once(() => {
    const machines: Machine[] = [];
    const executions = new Map<Machine, ExecutionContext>();
    for (const { started, execution } of all) {
      const machine = guard('build', undefined, started.machine);
      if (machine) machines.push(machine);
      if (machine && execution) executions.set(machine, execution);
    }
    return { machines, executions };
  });
  const connections = new LazyConnections(clients, ends);
  const isRead = targets === undefined && host?.isScript === true;
  const judged = (mostFindings: number): Analysis => {
    const found: ShownFinding[] = [];
    const counts = new Map<MachineRule, number>();
    let leftOut: Span | undefined;
    for (const { started, unused } of all) {
      const { machine } = started;
      for (const rule of asked) {
        const before = counts.get(rule) ?? 0;
        const most = mostFindings - before;
        const said = guard(rule, [], () => started.findings(rule, most + 1));
        if (said.length === 0) continue;
        leftOut ??= said[most]?.at;
        counts.set(rule, before + Math.min(most, said.length));
        for (const finding of said.slice(0, most)) {
          found.push({
            ...finding,
            fixes: once(() => guard(rule, [], finding.fixes)),
            message: withCircumstances(
              finding,
              unused && (unfollowed ? 'unfollowed' : 'unused'),
              text,
            ),
            machine,
            unused,
          });
        }
      }
    }
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
    // What is only possible is silenced with the rest, so that no comment that it needs is called stale.
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
      // A quiet file is run when its links are requested.
      named: source.quiet
        ? once(() => analyze({ ...source, quiet: undefined }, settings, known, memory).named())
        : () => included.named,
      sent: invocations.flatMap((invocation) =>
        invocation.kind === 'sent' ? invocation.texts : [],
      ),
      unread: host?.loading?.isLoaded() === false ? host.loading : undefined,
      wanted: [...included.wanted],
      starts: invocations.some((invocation) => invocation.kind === 'argv' && !isUnused(invocation)),
      findings: guard('find-clients', folded, () => withClients(folded, connections)),
      excused: [...silenced.excused, ...accepted.excused].filter(({ finding }) => isShown(finding)),
      silenced: silenced.used,
      accepted: accepted.used,
      commentsOf,
      trees: memory.trees,
      // What is known of a tree is not kept longer than that.
      targets: () => (isRead ? targetsInScript(included.document()) : targets),
      unfollowed: unfollowed ?? included.leftOut() ?? budget.leftOut() ?? leftOut,
      whole: () => (leftOut ? judged(Number.POSITIVE_INFINITY) : analysis),
      failures,
    };
    return analysis;
  };
  return judged(MAX_FINDINGS);
}

type Ends = Pick<Connections, 'machines' | 'executions'>;

/**
 * The machines are built when somebody asks. V8 gives each object that is written with a getter a shape of its own, which
 * holds on to what the getter sees until old objects are collected, and so to the whole analysis; one shape serves a class.
 */
class LazyConnections implements Connections {
  readonly clients: readonly Client[];
  readonly #ends: () => Ends;

  constructor(clients: readonly Client[], ends: () => Ends) {
    this.clients = clients;
    this.#ends = ends;
  }

  get machines(): Ends['machines'] {
    return this.#ends().machines;
  }

  get executions(): Ends['executions'] {
    return this.#ends().executions;
  }
}

/** For the log, that a document was not followed to its end, and where that began; undefined where it was. */
export function unfollowedWords({ unfollowed, files, source }: Analysis): string | undefined {
  if (unfollowed === undefined) return undefined;
  const { path, at } = files.locate(unfollowed) ?? { path: source.path, at: unfollowed };
  const start = unfollowed.start - at.start;
  const line = files.text().slice(start, unfollowed.start).split('\n').length;
  return l10n.t(
    '{0} was not followed to its end (from line {1} of {2} on)',
    source.path,
    line,
    path,
  );
}

/** What may fail inside without taking the rest along: a part of the pipeline, or a rule. */
type Step =
  | 'recognize'
  | 'read'
  | 'build'
  | 'leave-out'
  | 'read-comments'
  | 'accept'
  | 'find-clients'
  | MachineRule;

/** A failure, for the log. */
function failureWords(step: Step, path: string, error: string): string {
  switch (step) {
    case 'recognize':
      return l10n.t('Recognizing the file failed on {0}: {1}', path, error);
    case 'read':
      return l10n.t('Reading failed on {0}: {1}', path, error);
    case 'build':
      return l10n.t('Building failed on {0}: {1}', path, error);
    case 'leave-out':
      return l10n.t('Leaving out files failed on {0}: {1}', path, error);
    case 'read-comments':
      return l10n.t('Reading comments failed on {0}: {1}', path, error);
    case 'accept':
      return l10n.t('Accepting failed on {0}: {1}', path, error);
    case 'find-clients':
      return l10n.t('Looking for clients failed on {0}: {1}', path, error);
    default:
      return l10n.t('{0} failed on {1}: {2}', step.id, path, error);
  }
}

/** A file that is excluded is brought in all the same; only what stands in it is not said. */
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

/** Findings whose monitor somebody connects to, with the places where they do. */
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

/** How long a message gets in English, so that the Problems panel shows all of it. */
const LONGEST_MESSAGE = 110;

/** The message with what else matters, as far as it fits: that nothing here uses the text, or when it is there. */
function withCircumstances(
  { message, related }: Pick<Finding, 'message' | 'related'>,
  unused: false | 'unused' | 'unfollowed',
  text: () => string,
): string {
  const condition = related.find((place) => place.condition)?.at;
  const words = condition && text().slice(condition.start, condition.end);
  const whole = circumstances(message, unused, words?.includes('\n') ? undefined : words);
  return whole.length > LONGEST_MESSAGE ? message : whole;
}

function circumstances(
  message: string,
  unused: false | 'unused' | 'unfollowed',
  condition: string | undefined,
): string {
  if (unused === 'unfollowed') return l10n.t('{0} (use unknown)', message);
  if (unused) return l10n.t('{0} (unused here)', message);
  return condition ? l10n.t('{0} (if {1})', message, condition) : message;
}

/** Whether it is option text that no command uses, as in a settings file. */
function isUnused(invocation: Invocation): boolean {
  return invocation.kind === 'argv' && invocation.partial === 'fragment';
}

/** Reads the comments of a file when somebody asks, and remembers them. */
function readComments(
  { path: own, text: ownText }: Source,
  host: LanguageSupport | undefined,
  { used }: IncludedFiles,
  { files }: FileSet,
  { trees }: AnalysisMemory,
): Analysis['commentsOf'] {
  const read = new Map<string, FileComments | undefined>();
  return (path) => {
    if (read.has(path)) return read.get(path);
    const text = path === own ? ownText : files.find((file) => file.path === path)?.text;
    const as = INCLUDED[used.get(path) ?? 'script'];
    const language = path === own ? host : as;
    const comments =
      language && text !== undefined
        ? fileComments(text, language, () => trees.get(path, text))
        : undefined;
    read.set(path, comments);
    return comments;
  };
}
