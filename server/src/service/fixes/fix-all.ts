/** Chooses fixes that are safe, complete and without overlap. Why: docs/decisions/fix-all.md */

import { composeEdits } from '../../text/compose-edits.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { LIMITS } from '../../text/limits.ts';
import { getOrInsert } from '../../text/lookup.ts';
import { firstFrom, overlap, type Span, spanKey, touches } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import {
  type FileEdit,
  type FileFinding,
  type FileFix,
  fixesOf,
} from '../analysis/file-findings.ts';
import type { RenderedFixes } from './render-fix.ts';
import { mentionedSockets } from './sockets/socket-names.ts';

/** A file's findings in text order. */
export interface FindingsOfFile {
  readonly path: string;
  readonly findings: readonly FileFinding[];
}

/** A finding with its file. */
export interface FoundInFile {
  readonly path: string;
  readonly finding: FileFinding;
}

type WhyLeft =
  /** No fix is known to be safe. */
  | 'wants-a-look'
  /** The user must replace a placeholder. */
  | 'asks'
  /** The fix changes files other than `within`. */
  | 'elsewhere'
  /** The fix overlaps a chosen one, so that the next run makes it. */
  | 'overlaps';

/** A fix with its finding. */
export interface ChosenFix extends FoundInFile {
  readonly fix: FileFix;
}

/** The chosen fixes, and what is left. */
export interface FixAll {
  /** In the order of findings, without overlap. */
  readonly fixes: readonly FileFix[];
  /** The same with their findings. */
  readonly chosen: readonly ChosenFix[];
  /** Unsafe, but applicable without overlap. */
  readonly offered: readonly ChosenFix[];
  /** Withheld, since they would cut off clients. */
  readonly spared: readonly ChosenFix[];
  /** Findings that disappear; several may share a fix. */
  readonly fixed: readonly FoundInFile[];
  readonly left: readonly (FoundInFile & { readonly why: WhyLeft })[];
}

/** What may change, and how. */
export interface FixAllOptions {
  /** Renders fixes with socket names outside `taken`. */
  readonly render: (analysis: Analysis, taken: ReadonlySet<string>) => RenderedFixes;
  /** The only file that may change; undefined for any. */
  readonly within?: string | undefined;
  /** Whether all related scripts were analyzed; else no monitor moves. */
  readonly isComplete?: boolean;
  readonly offersAll?: boolean;
  readonly sparesClients?: boolean;
  /** Socket names that other files use. */
  readonly sockets?: Iterable<string>;
  /** Whether names may collide, since fixes are only counted. */
  readonly keepsNames?: boolean;
}

/** Takes each finding's preferred fix if that is safe, else its first safe one. The first of overlapping fixes wins. */
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
    if (isLeftToUsers(fix)) continue;
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

/** Whether only a user makes a fix: it takes a monitor away, or leaves the finding. */
export function isLeftToUsers({ id }: Pick<FileFix, 'id'>): boolean {
  return id === 'remove-monitor' || id === 'publish-on-loopback';
}

function isAsking({ edits }: FileFix): boolean {
  return edits.some(({ placeholders }) => placeholders !== undefined && placeholders.length > 0);
}

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

/** Finds safe fixes. If another file already uses a socket's name, that analysis is rendered again. */
function safeFixes({ render, sockets = [], keepsNames = false }: FixAllOptions) {
  const taken = new Map<string, Owner>();
  for (const name of sockets) taken.set(name, undefined);
  const nothing: ReadonlySet<string> = new Set();
  const rendered = new Map<Analysis, RenderedFixes>();
  const again = new Set<Analysis>();

  const fixesIn = (analysis: Analysis): RenderedFixes =>
    getOrInsert(rendered, analysis, () => render(analysis, nothing));
  type Choice = (fixes: readonly FileFix[]) => FileFix | undefined;
  const preferred: Choice = (fixes) => {
    const best = fixes.find((fix) => fix.preferred);
    // In a container the switch comes later, although it would cut off clients.
    const [first] = fixes;
    if (best !== undefined || first === undefined || !isLeftToUsers(first)) return best ?? first;
    return fixes.find(({ clients }) => clients) ?? first;
  };
  const preferredSafe: Choice = (fixes) =>
    preferred(fixes.filter(({ safety }) => safety === 'safe'));
  const isTaken = ({ edits }: FileFix, own: Owner): boolean =>
    edits.some(({ text }) =>
      [...mentionedSockets(text)].some((name) => taken.has(name) && taken.get(name) !== own),
    );

  const fixOf = (finding: FileFinding, choose: Choice): FileFix | undefined => {
    const fix = choose(fixesOf(finding, fixesIn));
    if (fix === undefined || keepsNames) return fix;
    const owner = ownerOf(finding, fix);
    if (!isTaken(fix, owner)) return fix;
    for (const offered of finding.fixes()) {
      if (!('analysis' in offered)) continue;
      for (const { analysis } of [offered, ...(offered.further ?? [])]) {
        if (again.has(analysis)) continue;
        again.add(analysis);
        // Chosen fixes of this analysis keep their names.
        const others = [...taken].filter(([, own]) => own === analysis || own !== owner);
        rendered.set(analysis, render(analysis, new Set(others.map(([name]) => name))));
      }
    }
    return choose(fixesOf(finding, fixesIn));
  };

  return {
    of: (finding: FileFinding) => fixOf(finding, preferredSafe),
    firstOf: (finding: FileFinding) => fixOf(finding, preferred),
    take: (finding: FileFinding, fix: FileFix): void => {
      const own = ownerOf(finding, fix);
      for (const name of fix.edits.flatMap(({ text }) => [...mentionedSockets(text)])) {
        if (!taken.has(name)) taken.set(name, own);
      }
    },
  };
}

/** What names a socket: an analysis, or the port whose socket several scripts share. */
type Owner = Analysis | string | undefined;

function ownerOf(finding: FileFinding, { address }: FileFix): Owner {
  return address ?? analysisOf(finding);
}

function analysisOf(finding: FileFinding): Analysis | undefined {
  const all = finding.fixes().flatMap((offered) => {
    return 'analysis' in offered ? [offered, ...(offered.further ?? [])] : [];
  });
  const [first] = all;
  return all.every(({ analysis }) => analysis === first?.analysis) ? first?.analysis : undefined;
}

function chosenEdits() {
  const byPath = new Map<string, FileEdit[]>();
  const known = new Set<string>();

  return {
    hasAll: (edits: readonly FileEdit[]): boolean => edits.every((edit) => known.has(keyOf(edit))),
    clash: (edits: readonly FileEdit[]): boolean =>
      edits.some(({ path, at }) => {
        const chosen = byPath.get(path) ?? [];
        // Chosen edits do not overlap, so only neighbours matter.
        const index = indexAt(chosen, at.start);
        return chosen.slice(Math.max(0, index - 2), index + 2).some((one) => collide(one.at, at));
      }),
    add: (edits: readonly FileEdit[]): void => {
      for (const edit of edits) {
        known.add(keyOf(edit));
        const chosen = getOrInsert(byPath, edit.path, () => []);
        chosen.splice(indexAt(chosen, edit.at.start), 0, edit);
      }
    },
  };
}

function keyOf({ path, at, text }: FileEdit): string {
  return `${spanKey(at)} ${path} ${text}`;
}

function indexAt(edits: readonly FileEdit[], offset: number): number {
  return firstFrom(edits, offset, ({ at }) => at.start);
}

/** Adjacent edits collide, too: two insertions at one place may mean the same word. */
function collide(one: Span, other: Span): boolean {
  if (overlap(one, other)) return true;
  const inserts = one.start === one.end || other.start === other.end;
  return inserts && touches(one, other);
}

/** Bounds repeated analyses, since QEMU reports one of twenty wrong keys at a time and reading a MiB takes seconds. */
const CHARACTERS_PER_FINDING = 1_000;

interface SettledFixes {
  /** The edits of several rounds together; undefined if one round suffices. */
  readonly edits: readonly Edit[] | undefined;
  readonly isSettled: boolean;
}

/** Combines the edits of repeated fix-all; `again` analyzes the changed text. */
export function settledEdits(
  text: string,
  first: FixAll,
  again: (text: string) => FixAll,
): SettledFixes {
  let edits = editsOf(first);
  let settled: readonly Edit[] | undefined;
  let read = 0;
  let last = first;
  for (let rounds = 1; rounds <= LIMITS.fixRounds; rounds++) {
    if (leavesNothing(last)) return { edits: settled, isSettled: true };
    const fixed = applyEdits(text, edits);
    if (fixed === undefined) break;
    read += fixed.length + CHARACTERS_PER_FINDING * (last.fixed.length + last.left.length);
    if (read > LIMITS.fixLength) break;
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

/** False if QEMU may refuse the next thing, or a moved client held back a monitor. */
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

function portOf({ address = '' }: FileFinding): string | undefined {
  return /:([^:]+)$/.exec(address)?.[1];
}

function editsOf({ fixes }: FixAll): readonly Edit[] {
  return fixes.flatMap((fix) => fix.edits.map(({ at, text }) => ({ at, text })));
}
