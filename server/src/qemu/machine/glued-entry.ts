/**
 * A line of a config file without a blank in front of its `=`, which QEMU's `sscanf` takes for a key as a
 * whole: `path="/run/m"` is a key of that name, and `backend= "socket"` one of the name `backend=`.
 */
import type { ConfigEntry } from '../../invocation/invocation.ts';
import { oncePer } from '../../text/lookup.ts';
import { spanOf } from '../../text/mapped-text.ts';
import { type Span, spanKey } from '../../text/span.ts';
import type { Machine } from './machine.ts';

export interface GluedEntry {
  readonly entry: ConfigEntry;
  /** `path` of `path="/run/m"`. */
  readonly key: string;
  /** `/run/m`, with or without its quotes. */
  readonly value: string;
}

/** The line at the place of a refusal; undefined for any other, and where no value is written on it. */
export function gluedEntryAt(machine: Machine, at: Span): GluedEntry | undefined {
  const entry = entriesByPlace(machine).get(spanKey(at));
  const match = entry && /^([A-Za-z][\w.-]*)=(.*)$/.exec(entry.key.decoded);
  if (!entry || !match) return undefined;
  const [, key = '', glued = ''] = match;
  const written = glued === '' ? entry.dropped?.text : unquoted(glued);
  // What follows a glued value is a part of it only if no quotes end it.
  const more = glued !== '' && entry.dropped?.text;
  return written && !more ? { entry, key, value: written } : undefined;
}

/** The lines of a machine's sections by the place of the key, since each refusal asks for one. */
const entriesByPlace = oncePer(({ sections }: Machine): ReadonlyMap<string, ConfigEntry> => {
  const entries = sections.flatMap((section) => section.entries);
  return new Map(entries.map((entry) => [spanKey(spanOf(entry.key)), entry]));
});

/** A value without its quotes; undefined where they are not closed. */
function unquoted(text: string): string | undefined {
  const quoted = /^(["'])(.*)\1$/.exec(text)?.[2];
  return quoted ?? (/["']/.test(text) ? undefined : text);
}
