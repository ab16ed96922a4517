/** A config line without a blank before `=`, which `sscanf` reads as one key: `path="/run/m"`, `backend= "socket"`. */
import type { ConfigEntry } from '../../invocation/invocation.ts';
import { once } from '../../text/lookup.ts';
import { spanOf } from '../../text/mapped-text.ts';
import { type Span, spanKey } from '../../text/span.ts';
import type { Machine } from './machine.ts';

export interface GluedEntry {
  readonly entry: ConfigEntry;
  /** `path` of `path="/run/m"`. */
  readonly key: string;
  readonly value: string;
}

/** The key and value of such a line; undefined for other lines and without a value. */
export function gluedEntryAt(machine: Machine, at: Span): GluedEntry | undefined {
  const entry = entriesByPlace(machine).get(spanKey(at));
  const match = entry && /^([A-Za-z][\w.-]*)=(.*)$/.exec(entry.key.decoded);
  if (!entry || !match) return undefined;
  const [, key = '', glued = ''] = match;
  const written = glued === '' ? entry.dropped?.text : unquoted(glued);
  // Only an unquoted value may go on behind a blank.
  const more = glued !== '' && entry.dropped?.text;
  return written && !more ? { entry, key, value: written } : undefined;
}

const entriesByPlace = once(({ sections }: Machine): ReadonlyMap<string, ConfigEntry> => {
  const entries = sections.flatMap((section) => section.entries);
  return new Map(entries.map((entry) => [spanKey(spanOf(entry.key)), entry]));
});

function unquoted(text: string): string | undefined {
  const quoted = /^(["'])(.*)\1$/.exec(text)?.[2];
  return quoted ?? (/["']/.test(text) ? undefined : text);
}
