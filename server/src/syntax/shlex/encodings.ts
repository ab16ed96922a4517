/** Encodes words for Python's `shlex.split` (POSIX rules), which `virt-install` uses. */
import { type Encode, writtenInEach } from '../../text/encoding.ts';

const SAFE = /^[A-Za-z0-9_@%+=:,./-]*$/;

/** Keeps the quotes. shlex expands nothing; an outer shell's expansions may contain quotes. */
const encode: Encode = (parts, from, to, { level }) => {
  if (from !== to) return undefined;
  if (parts.some((part) => part.kind === 'source' && (part.level >= level || level === 1)))
    return undefined;
  return parts.map((part) =>
    part.kind === 'source' ? part : { kind: 'text', text: encodeText(part.text, from.id) },
  );
};

function encodeText(text: string, context: string): string {
  if (context === 'shlex-double') return text.replace(/["\\]/g, '\\$&');
  const inSingle = text.replaceAll("'", `'"'"'`);
  if (context === 'shlex-single') return inSingle;
  return SAFE.test(text) ? text : `'${inSingle}'`;
}

export const SHLEX = writtenInEach(['shlex', 'shlex-single', 'shlex-double'], {
  notation: 'shlex',
  encode,
});
