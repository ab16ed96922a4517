/**
 * Monitors that share a client with another one: two machines that a script starts on the same port, one or the
 * other, and one `nc` for whichever runs. Only together they can move, to one socket.
 */
import type { Fix } from '../../../rules/rule.ts';
import { oncePer } from '../../../text/lookup.ts';
import { spanKey } from '../../../text/span.ts';
import type { Analysis, ShownFinding } from '../../analysis/analyze.ts';
import { placeOfChange } from '../../analysis/connections.ts';

/** A finding with the fix that moves its monitor to a UNIX socket. */
export interface Switch {
  readonly finding: ShownFinding;
  readonly fix: Fix;
}

/** What moves the monitors whose addresses are written at some places; undefined where one of them stays. */
export function switchesAt(
  analysis: Analysis,
  places: readonly string[],
): readonly Switch[] | undefined {
  const byPlace = switchesIn(analysis);
  const found = places.flatMap((place) => byPlace.get(place) ?? []);
  return found.length === places.length ? found : undefined;
}

/** What moves which monitor; made once for all fixes of an analysis that ask. */
const switchesIn = oncePer(({ findings }: Analysis) => {
  const byPlace = new Map<string, Switch>();
  for (const finding of findings) {
    for (const fix of finding.fixes()) {
      const place = fix.releasesAddress && placeOfChange(fix.changes);
      if (place && !byPlace.has(spanKey(place))) byPlace.set(spanKey(place), { finding, fix });
    }
  }
  return byPlace;
});
