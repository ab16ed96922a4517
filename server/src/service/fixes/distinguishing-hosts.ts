/**
 * Which hosts tell machines apart. With `tcp:127.0.0.$i:4444` in a loop every machine has the same port,
 * so what differs must go on differing when the address becomes a path.
 */
import type { Machine } from '../../qemu/machine/machine.ts';
import { findProperty } from '../../qemu/options/keyval.ts';
import { addToSet } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { cover, spanKey } from '../../text/span.ts';

/**
 * Says of a host whether another machine of the same command has another one in its place. The machines
 * are looked at when somebody asks for the first time.
 */
export function distinguishingHosts(machines: readonly Machine[]): (host: MappedText) => boolean {
  let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return (host) => {
    known ??= hostsByPlace(machines);
    return (known.get(placeOfUse(host))?.size ?? 0) > 1;
  };
}

function hostsByPlace(machines: readonly Machine[]): ReadonlyMap<string, ReadonlySet<string>> {
  const hosts = new Map<string, Set<string>>();
  for (const { chardevs } of machines) {
    for (const { properties } of chardevs.values()) {
      const host = findProperty(properties, 'host')?.value;
      if (host === undefined) continue;
      const place = placeOfUse(host);
      addToSet(hosts, place, host.decoded);
    }
  }
  return hosts;
}

/** Where the command has it: `$ip` for a host out of a loop's words. */
function placeOfUse({ pieces, place }: MappedText): string {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return spanKey(place);
  return spanKey(cover(first.through[0]?.at ?? first.at, last.through[0]?.at ?? last.at));
}
