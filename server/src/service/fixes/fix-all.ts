/**
 * Chooses the fixes that can be applied at once without anybody looking at each: those that are safe and
 * complete, no two of which change the same text.
 * Why: docs/decisions/fix-all.md
 */

import { composeEdits } from '../../text/compose-edits.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { firstFrom, type Span, spanKey, touches } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import {
  type FileEdit,
  type FileFinding,
  type FileFix,
  fixesOf,
} from '../analysis/file-findings.ts';
import type { RenderedFixes } from './render-fix.ts';
import { mentionedSockets } from './sockets/socket-names.ts';

/** The findings of one file, in its order. */
export interface FindingsOfFile {
  readonly path: string;
  readonly findings: readonly FileFinding[];
}

/** A finding with the file that it is in. */
export interface FoundInFile {
  readonly path: string;
  readonly finding: FileFinding;
}

/** Why a finding stays. */
type WhyLeft =
  /** No fix of it is safe, as far as is known. */
  | 'wants-a-look'
  /** Its fix has parts that its author should fill in. */
  | 'asks'
  /** Its fix changes other files, and only one may be changed. */
  | 'elsewhere'
  /** Its fix changes what another one changes, and comes with the next run. */
  | 'overlaps';

/** A fix with the finding that it is for. */
export interface ChosenFix extends FoundInFile {
  readonly fix: FileFix;
}

/** What fixing all comes to: what is changed, what is offered besides, and what is left with the reasons. */
export interface FixAll {
  /** The fixes to apply, in the order of their findings. No two of their edits overlap. */
  readonly fixes: readonly FileFix[];
  /** The same with their findings. */
  readonly chosen: readonly ChosenFix[];
  /** What could be applied besides, once somebody has looked at it: no edit overlaps with another one. */
  readonly offered: readonly ChosenFix[];
  /** What is not offered, since it would leave clients behind: each fix names them. */
  readonly spared: readonly ChosenFix[];
  /** The findings that go away with them. Two of them may have the same fix. */
  readonly fixed: readonly FoundInFile[];
  readonly left: readonly (FoundInFile & { readonly why: WhyLeft })[];
}

/** What may be changed, and what is known of the files around. */
export interface FixAllOptions {
  /** The fixes of an analysis, with names for sockets that are none of the taken ones. */
  readonly render: (analysis: Analysis, taken: ReadonlySet<string>) => RenderedFixes;
  /** The one file that may be changed; any without it. */
  readonly within?: string | undefined;
  /** Whether all scripts were looked at that may have to do with the files; otherwise no monitor is moved. */
  readonly isComplete?: boolean;
  /** Whether fixes that want a look are to be offered. */
  readonly offersAll?: boolean;
  /** Whether a fix that leaves clients of the old address behind is not offered. */
  readonly sparesClients?: boolean;
  /** The names of sockets that other files mention, which may be those of other machines. */
  readonly sockets?: Iterable<string>;
  /** Whether two sockets may have one name, since the fixes are only counted. */
  readonly keepsNames?: boolean;
}

/**
 * The fixes to apply to files at once. Of each finding that is the preferred fix if it is safe, and
 * otherwise the first one that is. Where two of them would change the same text, the first one wins.
 */
export function fixAll(files: readonly FindingsOfFile[], options: FixAllOptions): FixAll {
  const chosen = chosenEdits();
  const safeFix = safeFixes(options);
  const found: ChosenFix[] = [];
  const fixed: FoundInFile[] = [];
  const left: (FoundInFile & { why: WhyLeft })[] = [];
  for (const { path, findings } of files) {
    for (const finding of findings) {
      const fix = safeFix.of(finding);
      const why = fix ? whyNot(fix, options) : 'wants-a-look';
      if (fix === undefined || why !== undefined) {
        left.push({ path, finding, why: why ?? 'wants-a-look' });
      } else if (chosen.hasAll(fix.edits)) {
        fixed.push({ path, finding });
      } else if (chosen.clash(fix.edits)) {
        left.push({ path, finding, why: 'overlaps' });
      } else {
        chosen.add(fix.edits);
        safeFix.take(finding, fix);
        found.push({ path, finding, fix });
        fixed.push({ path, finding });
      }
    }
  }
  const offered: ChosenFix[] = [];
  const spared: ChosenFix[] = [];
  for (const { path, finding, why } of options.offersAll ? left : []) {
    const fix = why === 'wants-a-look' ? safeFix.firstOf(finding) : undefined;
    if (fix === undefined || isAsking(fix) || isElsewhere(fix, options)) continue;
    // Whoever has all fixed has not said that a monitor may go.
    if (fix.id === 'remove-monitor') continue;
    if (options.sparesClients && fix.clients) {
      spared.push({ path, finding, fix });
      continue;
    }
    if (chosen.clash(fix.edits)) continue;
    chosen.add(fix.edits);
    safeFix.take(finding, fix);
    offered.push({ path, finding, fix });
  }
  return { fixes: found.map(({ fix }) => fix), chosen: found, offered, spared, fixed, left };
}

/** Whether a fix has parts that its author should fill in. */
function isAsking({ edits }: FileFix): boolean {
  return edits.some(({ placeholders }) => placeholders !== undefined && placeholders.length > 0);
}

/** Whether a fix changes another file than the one that may be changed. */
function isElsewhere({ edits }: FileFix, { within }: FixAllOptions): boolean {
  return within !== undefined && edits.some(({ path }) => path !== within);
}

function whyNot(fix: FileFix, options: FixAllOptions): WhyLeft | undefined {
  const { isComplete = true } = options;
  if (fix.moves && !isComplete) return 'wants-a-look';
  if (isAsking(fix)) return 'asks';
  if (isElsewhere(fix, options)) return 'elsewhere';
  return undefined;
}

/**
 * The safe fix of each finding. An analysis gives its own fixes names that differ; where one has the name
 * that another file knows already, all of its analysis are spelled once more, with other names.
 */
function safeFixes({ render, sockets = [], keepsNames = false }: FixAllOptions) {
  /** The names of sockets, each with the analysis whose own fixes know it. */
  const taken = new Map<string, Analysis | undefined>();
  for (const name of sockets) taken.set(name, undefined);
  const nothing: ReadonlySet<string> = new Set();
  const rendered = new Map<Analysis, RenderedFixes>();
  const again = new Set<Analysis>();

  const fixesIn = (analysis: Analysis): RenderedFixes => {
    const known = rendered.get(analysis) ?? render(analysis, nothing);
    rendered.set(analysis, known);
    return known;
  };
  type Choice = (fixes: readonly FileFix[]) => FileFix | undefined;
  const preferred: Choice = (fixes) => fixes.find((fix) => fix.preferred) ?? fixes[0];
  const preferredSafe: Choice = (fixes) =>
    preferred(fixes.filter(({ safety }) => safety === 'safe'));
  const isTaken = ({ edits }: FileFix, own: Analysis | undefined): boolean =>
    edits.some(({ text }) =>
      [...mentionedSockets(text)].some((name) => taken.has(name) && taken.get(name) !== own),
    );

  const fixOf = (finding: FileFinding, choose: Choice): FileFix | undefined => {
    const fix = choose(fixesOf(finding, fixesIn));
    if (fix === undefined || keepsNames || !isTaken(fix, analysisOf(finding))) return fix;
    for (const offered of finding.fixes()) {
      if (!('analysis' in offered)) continue;
      for (const { analysis } of [offered, ...(offered.further ?? [])]) {
        if (again.has(analysis)) continue;
        again.add(analysis);
        const others = [...taken].filter(([, own]) => own !== analysis).map(([name]) => name);
        rendered.set(analysis, render(analysis, new Set(others)));
      }
    }
    return choose(fixesOf(finding, fixesIn));
  };

  return {
    of: (finding: FileFinding) => fixOf(finding, preferredSafe),
    /** The fix that is preferred or stands first, safe or not. */
    firstOf: (finding: FileFinding) => fixOf(finding, preferred),
    take: (finding: FileFinding, { edits }: FileFix): void => {
      const own = analysisOf(finding);
      for (const name of edits.flatMap(({ text }) => [...mentionedSockets(text)])) {
        if (!taken.has(name)) taken.set(name, own);
      }
    },
  };
}

/** The analysis that has a finding; undefined where several have it. */
function analysisOf(finding: FileFinding): Analysis | undefined {
  const all = finding.fixes().flatMap((offered) => {
    return 'analysis' in offered ? [offered, ...(offered.further ?? [])] : [];
  });
  const [first] = all;
  return all.every(({ analysis }) => analysis === first?.analysis) ? first?.analysis : undefined;
}

/** The edits that are chosen, file by file, in the order of the text. */
function chosenEdits() {
  const byPath = new Map<string, FileEdit[]>();
  const known = new Set<string>();

  return {
    /** Whether all that a fix does is done already. */
    hasAll: (edits: readonly FileEdit[]): boolean => edits.every((edit) => known.has(keyOf(edit))),
    /** Whether one of the edits changes what a chosen one changes. */
    clash: (edits: readonly FileEdit[]): boolean =>
      edits.some(({ path, at }) => {
        const chosen = byPath.get(path) ?? [];
        // No two of the chosen ones overlap, so only those beside the place can be in the way.
        const index = indexAt(chosen, at.start);
        return chosen.slice(Math.max(0, index - 2), index + 2).some((one) => collide(one.at, at));
      }),
    add: (edits: readonly FileEdit[]): void => {
      for (const edit of edits) {
        known.add(keyOf(edit));
        const chosen = byPath.get(edit.path) ?? [];
        byPath.set(edit.path, chosen);
        chosen.splice(indexAt(chosen, edit.at.start), 0, edit);
      }
    },
  };
}

function keyOf({ path, at, text }: FileEdit): string {
  return `${spanKey(at)} ${path} ${text}`;
}

/** The first of the edits that begins at an offset or behind it. */
function indexAt(edits: readonly FileEdit[], offset: number): number {
  return firstFrom(edits, offset, ({ at }) => at.start);
}

/**
 * Whether two edits of different fixes are in each other's way. What is inserted where another text ends or
 * begins counts too: two fixes that insert at one place may mean the same word.
 */
function collide(one: Span, other: Span): boolean {
  if (one.start < other.end && other.start < one.end) return true;
  const inserts = one.start === one.end || other.start === other.end;
  return inserts && one.start <= other.end && other.start <= one.end;
}

/**
 * How often at most, and with how many characters of text in all: of a word with twenty keys that QEMU does not know only
 * the first is said. To look once more at a MiB takes seconds, and to find something and to fix it takes as long as so many
 * characters.
 */
const MAX_ROUNDS = 50;
const MAX_READ_AGAIN = 500_000;
const CHARACTERS_PER_FINDING = 1_000;

/** What fixing all does to a document in the end. */
interface SettledFixes {
  /** Undefined where the first round is all there is. */
  readonly edits: readonly Edit[] | undefined;
  /** Whether nothing is left that fixing all once more would change, as far as was looked. */
  readonly isSettled: boolean;
}

/**
 * The edits of a document that do what fixing all does, again and again. `again` says what there is to do with another
 * text of the document.
 */
export function settledEdits(
  text: string,
  first: FixAll,
  again: (text: string) => FixAll,
): SettledFixes {
  let edits = editsOf(first);
  let settled: readonly Edit[] | undefined;
  let read = 0;
  let last = first;
  for (let rounds = 1; rounds <= MAX_ROUNDS; rounds++) {
    if (leavesNothing(last)) return { edits: settled, isSettled: true };
    const fixed = applyEdits(text, edits);
    if (fixed === undefined) break;
    read += fixed.length + CHARACTERS_PER_FINDING * (last.fixed.length + last.left.length);
    if (read > MAX_READ_AGAIN) break;
    const next = again(fixed);
    const more = editsOf(next);
    if (more.length === 0) return { edits: settled, isSettled: true };
    if (applyEdits(fixed, more) === undefined) break;
    last = next;
    edits = composeEdits(text.length, edits, more);
    settled = edits;
  }
  return { edits: settled, isSettled: false };
}

/**
 * Whether nothing can be found where fixes were made: each gives up an address, and writes over the text that its finding
 * is about. Behind a misspelt key there may be another one, and a host in a variable may have further uses. Of what QEMU
 * refuses it says one thing at a time, which may be another one then. A client that goes along may have been why another
 * monitor stays, and so may be a monitor on the same port.
 */
function leavesNothing({ chosen, left }: FixAll): boolean {
  const isOver = ({ path, finding, fix }: ChosenFix): boolean =>
    fix.moves === true &&
    (fix.updates === undefined || left.length === 0) &&
    fix.edits.some((edit) => edit.path === path && touches(edit.at, finding.at));
  const ports = new Set(chosen.flatMap(({ finding }) => portOf(finding) ?? []));
  const mayMove = (finding: FileFinding): boolean =>
    ports.has(portOf(finding) ?? '') && finding.fixes().some(({ id }) => id === 'switch-to-unix');
  const stays = ({ why, finding }: FixAll['left'][number]): boolean =>
    why !== 'overlaps' && finding.rule !== 'refused-by-qemu' && !mayMove(finding);
  return chosen.every(isOver) && left.every(stays);
}

/** The port of a monitor as it is written, behind the colon in front of it; undefined where there is none. */
function portOf({ address = '' }: FileFinding): string | undefined {
  return /:([^:]+)$/.exec(address)?.[1];
}

function editsOf({ fixes }: FixAll): readonly Edit[] {
  return fixes.flatMap((fix) => fix.edits.map(({ at, text }) => ({ at, text })));
}
