/** Texts that only QEMU takes as a monitor's address; other programs have `--monitor`. */
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
  unknownText,
  withMarks,
} from '../../text/mapped-text.ts';

/** An optional host, a colon, a port or an unknown part; not `tcp://host`. */
const NETWORK = new RegExp(
  String.raw`^(?:mon:)?(?:tcp|telnet|tn3270|websocket|udp):(?:[\w.*[\]${UNKNOWN}-]{0,80}:(?:\d|\w|${UNKNOWN})|[\w.-]*${UNKNOWN})`,
);
const LOCAL = /^(?:mon:)?(?:unix:[^,\s]|chardev:[\w.-]+$|pipe:[^,\s]|file:[^,\s])/;

const CHARDEV =
  /^(?:socket|udp|mux|hub|pipe|file|ringbuf|stdio|null|pty|vc|serial|parallel|console),/;
const MON = /(?:^|,)(?:chardev=|mode=|pretty=)|^[\w.-]+$/;

/** An address being typed: the cursor is a private-use character (`languages/marked-text.ts`). */
const TYPED = /^(?:[a-z]{0,10}:?)?[\ue000-\uf8ff]/;

export function isAddress(text: MappedText): boolean {
  const { decoded: own } = withFormats(text);
  return NETWORK.test(own) || LOCAL.test(own) || TYPED.test(own);
}

/** Whether an address says that it listens. */
export function saysServer({ decoded }: Pick<MappedText, 'decoded'>): boolean {
  return /,(?:server|nowait|wait|path=)|[\ue000-\uf8ff]/.test(decoded);
}

const UNKNOWN_DEVICE = new RegExp(`^(?:mon:)?[a-z]{0,10}${UNKNOWN}`);

/** Whether only a run knows a device, or its kind: `"tcp" + rest`. */
export function isUnknownDevice({ decoded }: Pick<MappedText, 'decoded'>): boolean {
  return UNKNOWN_DEVICE.test(decoded);
}

/** Whether a device has no address. */
export function isPlainDevice({ decoded }: Pick<MappedText, 'decoded'>): boolean {
  return /^(?:mon:)?(?:stdio|none|null|vc|pty)$/.test(decoded);
}

/** Whether a text is `-chardev`'s value. */
export function isChardevList({ decoded }: Pick<MappedText, 'decoded'>): boolean {
  return CHARDEV.test(decoded);
}

/** Whether a text is a device or chardev. */
export function isTelling(text: MappedText): boolean {
  return isAddress(text) || isChardevList(text);
}

/** Whether a text may be `-mon`'s value. */
export function isMonList({ decoded }: Pick<MappedText, 'decoded'>): boolean {
  return MON.test(decoded);
}

/** `%d`, `%1`, `%(port)s`, `{}`, `{port:04}`, `$PORT`, `@PORT@`, `{{ port }}` */
const FORMATS =
  /%(?:\(\w+\)|\d+\$)?[-+#0 ]*(?:[1-9]\d*)?(?:\.\d+)?(?:hh|h|ll|l|z|j|t|q|L)?[a-zA-Z]|%[1-9]\b|\{\{[^{}\n]*\}\}|\{[\w.:#?$*!<>-]*\}|\$(?:\w+|\{[^{}\n]*\})|@\w+@/g;

/** Makes placeholders unknown, or `filled` by number. Edits must keep each placeholder. */
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
    // Escaped placeholders (`\\$PORT`) stay as written.
    const isPlain = format.pieces.length === 1 && first.kind === 'known' && first.verbatim;
    const source = isPlain ? own : spell(plainText(own), first.encodings, first.encodings);
    const encodings = source === undefined ? UNKNOWN_ENCODING : placed(first, 2 * number + 1);
    const { through, definition } = first;
    const value = filled(own, number);
    parts.push(
      value === undefined
        ? unknownText(source ?? own, { at, encodings, through, definition })
        : throughUse(value, { at, source: source ?? own, encodings, definition }),
    );
    number++;
    position = index + own.length;
  }
  if (number === 0) return text;
  plain(text.decoded.length);
  const [front] = parts;
  if (front) parts[0] = withMarks(front, (piece) => ({ ...piece, encodings: placed(piece, 0) }));
  return mappedText(
    parts.flatMap(({ pieces }) => pieces),
    text.place,
  );
}

/** Marks pieces as not editable, except text through a name. */
export function unwritableHere(text: MappedText): MappedText {
  return withMarks(text, (piece) => {
    const isKept = piece.through.length > 0 || piece.encodings === CODE;
    return isKept ? piece : { ...piece, encodings: UNKNOWN_ENCODING };
  });
}

function placed({ encodings, through }: Piece, place: number): Encodings {
  return through.length > 0 ? encodings : (formattedPlace(encodings, place) ?? UNKNOWN_ENCODING);
}
