/** Monitors that share a client, as alternative machines on one port do, move together to one socket. */
import type { Fix } from '../../../rules/rule.ts';
import { once } from '../../../text/lookup.ts';
import { spanKey } from '../../../text/span.ts';
import type { Analysis, ShownFinding } from '../../analysis/analyze.ts';
import { placeOfChange } from '../../analysis/connections.ts';

/** A finding with its fix. */
export interface Switch {
  readonly finding: ShownFinding;
  readonly fix: Fix;
}

/** The switches of the monitors at some places; undefined if one cannot move. */
export function switchesAt(
  analysis: Analysis,
  places: readonly string[],
): readonly Switch[] | undefined {
  const byPlace = switchesIn(analysis);
  const found = places.flatMap((place) => byPlace.get(place) ?? []);
  return found.length === places.length ? found : undefined;
}

const switchesIn = once(({ findings }: Analysis) => {
  const byPlace = new Map<string, Switch>();
  for (const finding of findings) {
    for (const fix of finding.fixes()) {
      const place = fix.releasesAddress && placeOfChange(fix.changes);
      if (place && !byPlace.has(spanKey(place))) byPlace.set(spanKey(place), { finding, fix });
    }
  }
  return byPlace;
});
