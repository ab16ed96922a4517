/** Which texts can only be where a monitor of QEMU listens, or leads to: other programs have `--monitor`, too. */
import { CODE, formattedPlace } from '../../syntax/literals/forms.ts';
import { plain as plainText, spell } from '../../syntax/spell.ts';
import { type Encodings, UNKNOWN_ENCODING } from '../../text/encoding.ts';
import {
  type MappedText,
  mappedText,
  type Piece,
  slice,
  spanOf,
  throughUse,
  UNKNOWN,
  withMarks,
} from '../../text/mapped-text.ts';

/** A host, or none; then a colon and a port, or something unknown. `tcp://host` is other programs'. */
const NETWORK = new RegExp(
  String.raw`^(?:mon:)?(?:tcp|telnet|tn3270|websocket|udp):(?:[\w.*[\]${UNKNOWN}-]{0,80}:(?:\d|\w|${UNKNOWN})|[\w.-]*${UNKNOWN})`,
);
const LOCAL = /^(?:mon:)?(?:unix:[^,\s]|chardev:[\w.-]+$|pipe:[^,\s]|file:[^,\s])/;

/** What `-chardev` has and no other program's option. */
const CHARDEV =
  /^(?:socket|udp|mux|hub|pipe|file|ringbuf|stdio|null|pty|vc|serial|parallel|console),/;
const MON = /(?:^|,)(?:chardev=|mode=|pretty=)|^[\w.-]+$/;

/**
 * What may become an address: a cursor is marked by a character for private use (`languages/marked-text.ts`), which no
 * address has.
 */
const TYPED = /^(?:[a-z]{0,10}:?)?[\ue000-\uf8ff]/;

/** A device string that leads to the network or to a socket. */
export function isAddress(text: MappedText): boolean {
  const { decoded: own } = withFormats(text);
  return NETWORK.test(own) || LOCAL.test(own) || TYPED.test(own);
}

/** One that leads to the network, which has to say that it listens where only one of its own would be taken for QEMU's. */
export function saysServer({ decoded }: Pick<MappedText, 'decoded'>): boolean {
  return /,(?:server|nowait|wait|path=)|[\ue000-\uf8ff]/.test(decoded);
}

/** A device without an address. */
export function isPlainDevice({ decoded }: Pick<MappedText, 'decoded'>): boolean {
  return /^(?:mon:)?(?:stdio|none|null|vc|pty)$/.test(decoded);
}

/** Whether a text is the value of a `-chardev`. */
export function isChardevList({ decoded }: Pick<MappedText, 'decoded'>): boolean {
  return CHARDEV.test(decoded);
}

/** Whether a text can only be a device string or a chardev. */
export function isTelling(text: MappedText): boolean {
  return isAddress(text) || isChardevList(text);
}

/** Whether a text can be the value of a `-mon`. */
export function isMonList({ decoded }: Pick<MappedText, 'decoded'>): boolean {
  return MON.test(decoded);
}

/**
 * What is put in before QEMU sees it, in a text that holds an address: `%d`, `%s`, `%1`, `%(port)s`, `{}`, `{port:04}`,
 * `$PORT`, `@PORT@`, `{{ port }}`.
 */
const FORMATS =
  /%(?:\(\w+\)|\d+\$)?[-+#0 ]*(?:[1-9]\d*)?(?:\.\d+)?(?:hh|h|ll|l|z|j|t|q|L)?[a-zA-Z]|%[1-9]\b|\{\{[^{}\n]*\}\}|\{[\w.:#?$*!<>-]*\}|\$(?:\w+|\{[^{}\n]*\})|@\w+@/g;

/**
 * An address whose formatted parts are unknown, but for those that `filled` knows by their number. What is written around
 * them is so that no part is lost.
 */
export function withFormats(
  text: MappedText,
  filled: (format: string, number: number) => MappedText | undefined = () => undefined,
): MappedText {
  if (!/[%{$@]/.test(text.decoded)) return text;
  const parts: MappedText[] = [];
  let position = 0;
  let number = 0;
  const plain = (end: number): void => {
    const place = 2 * number;
    const own = slice(text, position, end);
    parts.push(
      place === 0
        ? own
        : withMarks(own, (piece) => ({ ...piece, encodings: placed(piece, place) })),
    );
  };
  for (const { index, 0: own } of text.decoded.matchAll(FORMATS)) {
    const format = slice(text, index, index + own.length);
    const [first] = format.pieces;
    if (own.includes(UNKNOWN) || first === undefined) continue;
    plain(index);
    const at = spanOf(format);
    // Where the program reads it otherwise than a user does, such as `\\$PORT`, it is written so again.
    const isPlain = format.pieces.length === 1 && first.kind === 'known' && first.verbatim;
    const source = isPlain ? own : spell(plainText(own), first.encodings, first.encodings);
    const encodings = source === undefined ? UNKNOWN_ENCODING : placed(first, 2 * number + 1);
    const { through, definition } = first;
    const value = filled(own, number);
    parts.push(
      value === undefined
        ? mappedText([
            { kind: 'unknown', source: source ?? own, at, encodings, through, definition },
          ])
        : throughUse(value, { at, source: source ?? own, encodings, definition }),
    );
    number++;
    position = index + own.length;
  }
  if (number === 0) return text;
  plain(text.decoded.length);
  // Even what stands in front of the first one ends where something is counted.
  const [front] = parts;
  if (front) parts[0] = withMarks(front, (piece) => ({ ...piece, encodings: placed(piece, 0) }));
  return mappedText(
    parts.flatMap(({ pieces }) => pieces),
    text.place,
  );
}

/** The same text, in which nothing can be written where it stands; what comes through a name is written elsewhere. */
export function unwritableHere(text: MappedText): MappedText {
  return withMarks(text, (piece) => {
    // In code nothing is written anyway.
    const isKept = piece.through.length > 0 || piece.encodings === CODE;
    return isKept ? piece : { ...piece, encodings: UNKNOWN_ENCODING };
  });
}

function placed({ encodings, through }: Piece, place: number): Encodings {
  // What comes through a name is not what is counted.
  return through.length > 0 ? encodings : (formattedPlace(encodings, place) ?? UNKNOWN_ENCODING);
}
