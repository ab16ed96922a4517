/** Related places and review fixes, for all findings. */
import * as l10n from '@vscode/l10n';
import type { Change } from '../../qemu/change/change.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Place } from '../../qemu/options/place.ts';
import { type Span, sameSpan } from '../../text/span.ts';
import type { Fix, Related } from '../rule.ts';

/** The places from a finding to QEMU: uses of its text, other parts, the command. */
export function waysTo(
  place: Place,
  others: readonly (Related | undefined)[],
  { programAt, condition: started, isHeldForOthers }: Machine,
  used = l10n.t('The address is used here'),
): readonly Related[] {
  const places: Related[] = [];
  const add = (at: Span | undefined, message: string) => {
    if (at && !sameSpan(at, place.at) && !places.some((known) => sameSpan(known.at, at))) {
      places.push({ at, message });
    }
  };
  for (const use of place.through) add(use.at, used);
  for (const other of others) add(other?.at, other?.message ?? '');
  add(
    programAt,
    isHeldForOthers ? l10n.t('The options are written here') : l10n.t('QEMU is started here'),
  );
  const condition = place.branch?.condition ?? started;
  if (!condition) return places;
  return [
    ...places,
    { at: condition, message: l10n.t('Only where this condition holds'), condition: true },
  ];
}

type FixWords = Pick<
  Fix,
  'id' | 'variant' | 'title' | 'risk' | 'releasesAddress' | 'relocatesSocket'
> &
  Partial<Pick<Fix, 'preferred'>>;

/** A fix that needs review; none without changes. */
export function reviewFix(words: FixWords, changes: readonly Change[] | undefined): readonly Fix[] {
  return changes ? [{ preferred: true, ...words, safety: 'review', changes }] : [];
}
