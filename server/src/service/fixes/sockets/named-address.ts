/**
 * Text that goes on naming the address which a fix gives up, where nobody reads what it is: `echo "telnet localhost 4444"`,
 * `client.py --port "$PORT"`, a comment, the prose of a manual, a program in another language.
 */
import { addTo, oncePer } from '../../../text/lookup.ts';
import { isKnown, type MappedText } from '../../../text/mapped-text.ts';
import { type Span, sameSpan, touches } from '../../../text/span.ts';
import type { Analysis } from '../../analysis/analyze.ts';

/** A port behind this host's names, or behind an option for it: in figures, or as a variable. */
const NAMED =
  /(?:\b(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0)|\[::1?\])["'`)]{0,2}(?::|[ \t,]{1,3})["'`(]{0,2}(\d{2,5}\b|\$[{(]?[A-Za-z_]\w*)|-port[ \t=]["'`]?(\d{2,5}\b|\$[{(]?[A-Za-z_]\w*)/gi;

/**
 * A name that a program hands on, as in `Client(self.port)`; parameters of functions, which are none. The `${NAME}` of a
 * shell and the `$(NAME)` of make are looked for as ports.
 */
const HANDED = /(?<!\$)[(,={]\s{0,40}([A-Za-z_][\w.]*)(?=\s{0,40}[),}])/g;
const PARAMETERS = /\bdef\s+\w+\s*\([^()]*\)/g;

/** Where the files hand names on, by the name. */
const namesHanded = oncePer(({ files }: Analysis): ReadonlyMap<string, readonly Span[]> => {
  const handed = new Map<string, Span[]>();
  const text = files.text().replace(PARAMETERS, (own) => ' '.repeat(own.length));
  for (const { index, 0: whole, 1: name = '' } of text.matchAll(HANDED)) {
    const end = index + whole.length;
    addTo(handed, name, { start: end - name.length, end });
  }
  return handed;
});

/** The address that a fix gives up, and the text around it: the `4444` of `tcp::4444,server`. */
export interface ReleasedAddress {
  readonly address: readonly MappedText[];
  /** Undefined in a section of a config file. */
  readonly device: MappedText | undefined;
}

/** Where the files name ports, by the port or its variable, outside of the words that their machines are given. */
const portsNamed = oncePer(findPorts);

/**
 * Where the files name a port of an address besides, but for what a fix changes: its first character. `address` is what
 * the fix gives up in `device`, the text of a chardev; `others` are what clients give up.
 */
export function namedElsewhere(
  analysis: Analysis,
  { address, device }: ReleasedAddress,
  others: readonly MappedText[],
  changed: readonly Span[],
): Span | undefined {
  const named = portsNamed(analysis);
  const places = [
    ...[...address, ...others].flatMap((text) => {
      return [...spellingsOf(text)].flatMap((spelling) => named.get(spelling) ?? []);
    }),
    ...address.flatMap((text) => handedElsewhere(analysis, text, device)),
  ];
  return places.find((place) => !changed.some((own) => touches(own, place)));
}

function findPorts({
  files,
  connections: { machines },
}: Analysis): ReadonlyMap<string, readonly Span[]> {
  const words = machines.flatMap(({ options }) => options).flatMap(({ words }) => words);
  const own = words
    .flatMap(({ at, value }) => [at, ...value.pieces.map((piece) => piece.at)])
    .sort((one, other) => one.start - other.start);
  const named = new Map<string, Span[]>();
  // Both come in the order of the text: how far those reach that begin before the end of a place.
  let next = 0;
  let reach = -1;
  for (const { index, 0: whole, 1: behindHost, 2: behindWord } of files.text().matchAll(NAMED)) {
    const at = { start: index, end: index + whole.length };
    for (let span = own[next]; span && span.start <= at.end; span = own[++next]) {
      reach = Math.max(reach, span.end);
    }
    if (reach >= at.start) continue;
    const port = nameOf(behindHost ?? behindWord ?? '');
    addTo(named, port, at);
  }
  return named;
}

/** A port's figures, and the variables that it comes from. */
function* spellingsOf(address: MappedText): Generator<string> {
  if (isKnown(address)) yield address.decoded;
  for (const { through } of address.pieces) yield* through.map(({ source }) => nameOf(source));
  for (const piece of address.pieces) if (piece.kind === 'unknown') yield nameOf(piece.source);
}

/** Where the names of an address are handed on, but for its own line, on which it may be filled in. */
function handedElsewhere(
  analysis: Analysis,
  address: MappedText,
  device: MappedText | undefined,
): readonly Span[] {
  const text = analysis.files.text();
  const names = [...new Set(filledIn(address, device, text))];
  const places = names.flatMap((name) => namesHanded(analysis).get(name) ?? []);
  if (places.length === 0) return places;
  const lines = address.pieces.map(({ at: { start, end } }) => {
    const behind = text.indexOf('\n', end);
    return { start, end: behind === -1 ? text.length : behind };
  });
  return places.filter((place) => !lines.some((line) => touches(line, place)));
}

/** What a text with `%d` or `{}` is filled with, on its line. */
const FILLING = /^[^\n"']{0,200}["'][^\S\n]*(?:%|\.format\b)([^\n]{0,200})/;

/** The names in a program that a port is filled in from; what brings in the whole device around it is none. */
function* filledIn(
  { pieces }: MappedText,
  device: MappedText | undefined,
  text: string,
): Generator<string> {
  const around = device?.pieces[0]?.through ?? [];
  for (const piece of pieces) {
    for (const { at, source } of piece.through) {
      if (!around.some((use) => sameSpan(use.at, at))) yield nameOf(source);
    }
    if (piece.kind !== 'unknown') continue;
    const [, filling] = FILLING.exec(text.slice(piece.at.end, piece.at.end + 500)) ?? [];
    for (const [name] of (filling ?? nameOf(piece.source)).matchAll(/[A-Za-z_][\w.]*/g)) yield name;
  }
}

function nameOf(spelling: string): string {
  return /^(?:\$[{(]?(?=\w)|\{)([\w.]+)/.exec(spelling)?.[1] ?? spelling;
}
