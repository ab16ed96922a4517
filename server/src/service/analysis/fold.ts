/** Merges findings of a place into the worst, with all fixes. Why: docs/decisions/findings.md */
import type { Change } from '../../qemu/change/change.ts';
import { type Fix, type Related, SEVERITIES, type Severity } from '../../rules/rule.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { describeEncodings } from '../../text/encoding.ts';
import { addTo, once } from '../../text/lookup.ts';
import { comparePlaces, type Span, spanKey } from '../../text/span.ts';

interface Foldable<R extends Related, F extends Fix> {
  readonly at: Span;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly explains?: true;
  readonly related: readonly R[];
  readonly fixes: () => readonly F[];
  readonly move?: (() => readonly F[]) | undefined;
  readonly machine?: object;
}

/** `place` makes a key; `join` merges a fix with its copies for other commands, or returns undefined. */
export function foldFindings<R extends Related, F extends Fix, T extends Foldable<R, F>>(
  found: readonly (T & Foldable<R, F>)[],
  place: (related: R) => string,
  join: (fix: F, others: readonly F[]) => F | undefined,
): readonly T[] {
  const byPlace = new Map<string, Folded<R, T & Foldable<R, F>>>();
  for (const finding of found) {
    const key = spanKey(finding.at);
    const other = byPlace.get(key);
    if (other) merge(other, finding, place);
    else byPlace.set(key, { ...startFold<R, F, T & Foldable<R, F>>(finding), all: [finding] });
  }
  return [...byPlace.values()]
    .map(({ kept, message, related, all }) => {
      if (related === undefined) return kept;
      return {
        ...kept,
        message,
        related,
        fixes: once(() => foldFixes(all, join)),
        move: once(() => foldFixes(all.map(onlyMove), join)),
      };
    })
    .toSorted(comparePlaces);
}

/** A finding under construction; mutable, since there may be thousands. */
interface Folded<R, T> {
  kept: T;
  message: string;
  related: R[] | undefined;
  known: Set<string> | undefined;
  readonly all: T[];
}

function startFold<R extends Related, F extends Fix, T extends Foldable<R, F>>(
  finding: T,
): Omit<Folded<R, T>, 'all'> {
  return { kept: finding, message: finding.message, related: undefined, known: undefined };
}

function isWorse({ severity }: Pick<Said, 'severity'>, than: Pick<Said, 'severity'>): boolean {
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(than.severity);
}

function merge<R extends Related, F extends Fix, T extends Foldable<R, F>>(
  into: Folded<R, T>,
  finding: T,
  place: (related: R) => string,
): void {
  into.all.push(finding);
  const worse = isWorse(finding, into.kept);
  const before = {
    ...into.kept,
    message: into.message,
    related: into.related ?? into.kept.related,
  };
  if (worse) Object.assign(into, startFold<R, F, T>(finding));
  const [first, second] = worse ? [finding, before] : [before, finding];
  const related = into.related ?? [...into.kept.related];
  const known = into.known ?? new Set(related.map(place));
  Object.assign(into, { related, known });
  for (const other of second.related) {
    if (!known.has(place(other))) related.push(other);
  }
  for (const other of second.related) known.add(place(other));
  into.message = mergedMessage(first, second);
}

function onlyMove<F extends Fix>(finding: Foldable<Related, F>): Foldable<Related, F> {
  return finding.move ? { ...finding, fixes: finding.move } : finding;
}

function foldFixes<F extends Fix>(
  [first, ...others]: readonly Foldable<Related, F>[],
  join: (fix: F, others: readonly F[]) => F | undefined,
): readonly F[] {
  if (first === undefined) return [];
  const further = new Map<string, F[]>();
  const dropped = new Set<string>();
  let worst = first;
  let fixes = first.fixes();
  // The first finding's fix covers other monitors of its command.
  const machines = new Set([first.machine]);
  for (const finding of others) {
    const worse = isWorse(finding, worst);
    const own = finding.fixes();
    const machine = finding.machine;
    const same = machine === undefined || !machines.has(machine) ? further : undefined;
    fixes = worse
      ? unionOfFixes(own, fixes, same, dropped)
      : unionOfFixes(fixes, own, same, dropped);
    if (worse) worst = finding;
    machines.add(machine);
  }
  return fixes.flatMap((fix) => {
    const same = further.get(keyOf(fix)) ?? [];
    return same.length === 0 ? [fix] : (join(fix, same) ?? []);
  });
}

function unionOfFixes<F extends Fix>(
  first: readonly F[],
  second: readonly F[],
  further: Map<string, F[]> | undefined,
  dropped: Set<string>,
): readonly F[] {
  const kept = first.filter((fix) => {
    const key = keyOf(fix);
    const same = second.find((other) => keyOf(other) === key);
    if (same === undefined) return true;
    if (!sameReading(fix, same)) dropped.add(key);
    else if (same.releasesAddress || same.changes.some(isAddition)) {
      if (further) addTo(further, key, same);
    }
    return !dropped.has(key);
  });
  const others = second
    .filter((other) => {
      const key = keyOf(other);
      return !dropped.has(key) && !first.some((fix) => keyOf(fix) === key);
    })
    .map((fix) => ({ ...fix, preferred: fix.preferred && first.length === 0 }));
  return [...kept, ...others];
}

function keyOf({ id, variant }: Fix): string {
  return variant === undefined ? id : `${id} ${variant}`;
}

function mergedMessage(kept: Said, folded: Said): string {
  return kept.rule !== folded.rule && folded.explains ? folded.message : kept.message;
}

interface Said {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly explains?: true | undefined;
}

/** Whether two fixes spell text alike; one that is also passed to `eval` needs another. */
function sameReading(one: Fix, other: Fix): boolean {
  // Added words belong to each command.
  const readings = ({ changes }: Fix) =>
    changes.filter((change) => !isAddition(change)).map(readingOf);
  return String(readings(one)) === String(readings(other));
}

function readingOf(change: Change): string {
  const placed = change.kind === 'replace' ? change.whole.pieces[0] : undefined;
  if (change.kind === 'replace') return placed ? describeEncodings(placed.encodings) : '';
  if (change.kind !== 'remove-words') return change.kind;
  const words = change.options.flatMap((option) => option.words);
  return [...words.map(({ at }) => spanKey(at)), ...change.instead].join(' ');
}

type Addition = Extract<Change, { kind: 'add-options' | 'add-words' | 'split-word' }>;

function isAddition(change: Change): change is Addition {
  if (change.kind === 'add-words') return change.alone !== true;
  return change.kind === 'add-options' || change.kind === 'split-word';
}

/** Merges a fix with its copies for other commands; undefined if they add different words. */
export function withOptionsOf(fix: Fix, others: readonly Fix[]): Fix | undefined {
  const own = fix.changes.filter(isAddition);
  const wanted = own.map(addedWords).join();
  const places = new Set(own.map(placeOfAddition));
  const changes = [...fix.changes];
  const place = placesOf(fix);
  for (const other of others) {
    if (placesOf(other) !== place) continue;
    const added = other.changes.filter(isAddition);
    if (added.map(addedWords).join() !== wanted) return undefined;
    for (const change of added) {
      const place = placeOfAddition(change);
      if (!places.has(place)) changes.push(change);
      places.add(place);
    }
  }
  return { ...fix, changes };
}

function placesOf({ changes }: Fix): string {
  const places = changes.flatMap((change) => {
    if (change.kind !== 'replace') return [];
    const anchor = anchorOf(change.whole, change.start, change.end);
    return anchor ? spanKey(anchor.at) : [];
  });
  return places.join();
}

function addedWords(change: Addition): string {
  switch (change.kind) {
    case 'add-options':
      return JSON.stringify(change.options, withoutPlaces);
    case 'add-words':
      return JSON.stringify(change.words, withoutPlaces);
    case 'split-word':
      return change.kind;
  }
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'pieces' || key === 'starts' || key === 'place' ? undefined : value;
}

function placeOfAddition(change: Addition): string {
  switch (change.kind) {
    case 'add-options':
      return change.before[0] ? spanKey(change.before[0].at) : '';
    case 'add-words':
      return spanKey(change.after.at);
    case 'split-word':
      return spanKey(change.word.at);
  }
}
