/** How words are written in a text that Python's `shlex.split` divides (POSIX rules), as `virt-install` does. */
import { type Encode, type Encodings, writtenIn } from '../../text/encoding.ts';

const SAFE = /^[A-Za-z0-9_@%+=:,./-]*$/;

/** Where text of a word stands. */
type ShlexContext = 'shlex' | 'shlex-single' | 'shlex-double';

/** The quotes of a place are kept. Nothing expands, so that source of this layer is text; that of others may hold quotes. */
const encode: Encode = (parts, from, to) => {
  if (from !== to || parts.some(({ kind }) => kind === 'source')) return undefined;
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  return [{ kind: 'text', text: encodeText(text, from.id) }];
};

function encodeText(text: string, context: string): string {
  if (context === 'shlex-double') return text.replace(/["\\]/g, '\\$&');
  const inSingle = text.replaceAll("'", `'"'"'`);
  if (context === 'shlex-single') return inSingle;
  return SAFE.test(text) ? text : `'${inSingle}'`;
}

function encoding(id: ShlexContext): Encodings {
  return writtenIn({ id, notation: 'shlex', expands: false, encode });
}

/** How text is written at each kind of place of a word. */
export const SHLEX: Readonly<Record<ShlexContext, Encodings>> = {
  shlex: encoding('shlex'),
  'shlex-single': encoding('shlex-single'),
  'shlex-double': encoding('shlex-double'),
};
