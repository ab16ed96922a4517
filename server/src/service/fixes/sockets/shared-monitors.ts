/**
 * Monitors that share a client with another one: two machines that a script starts on the same port, one or the
 * other, and one `nc` for whichever runs. Only together they can move, to one socket.
 */
import type { Fix } from '../../../rules/rule.ts';
import { spanKey } from '../../../text/span.ts';
import type { Analysis, ShownFinding } from '../../analysis/analyze.ts';
import { placeOfChange } from '../../analysis/connections.ts';

/** A finding with the fix that moves its monitor to a UNIX socket. */
export interface Switch {
  readonly finding: ShownFinding;
  readonly fix: Fix;
}

/** Made once for all fixes of an analysis that ask. */
const known = new WeakMap<Analysis, ReadonlyMap<string, Switch>>();

/** What moves the monitors whose addresses are written at some places; undefined where one of them stays. */
export function switchesAt(
  analysis: Analysis,
  places: readonly string[],
): readonly Switch[] | undefined {
  let byPlace = known.get(analysis);
  if (byPlace === undefined) {
    byPlace = switchesIn(analysis);
    known.set(analysis, byPlace);
  }
  const found: Switch[] = [];
  for (const place of places) {
    const one = byPlace.get(place);
    if (one === undefined) return undefined;
    found.push(one);
  }
  return found;
}

function switchesIn({ findings }: Analysis): ReadonlyMap<string, Switch> {
  const byPlace = new Map<string, Switch>();
  for (const finding of findings) {
    for (const fix of finding.fixes()) {
      const place = fix.releasesAddress && placeOfChange(fix.changes);
      if (place && !byPlace.has(spanKey(place))) byPlace.set(spanKey(place), { finding, fix });
    }
  }
  return byPlace;
}
