/** `cut -d: -f2` and `basename`, as far as all that they are given is known (POSIX, cut and basename). */
import { concat, isKnown, type MappedText, slice, UNKNOWN } from '../../../text/mapped-text.ts';

/** Which fields are printed: `2`, `1,3`, `2-`; undefined for any other list. */
interface Fields {
  readonly delimiter: string;
  readonly has: (field: number) => boolean;
  /** The last one; infinite for `2-`. */
  readonly last: number;
}

/**
 * What `cut` prints of a text that is known, with an ending for a last line without one; undefined for options
 * other than `-d` and `-f`.
 */
export function cut(
  operands: readonly string[],
  input: MappedText,
  ending: MappedText,
): MappedText | undefined {
  const fields = fieldsOf(operands);
  if (fields === undefined || input.pieces.some(({ branch }) => branch)) return undefined;
  const { delimiter, has, last } = fields;
  if (!isKnown(input)) {
    // What nobody knows may divide a line, but none of the fields in front of it.
    const known = input.decoded.slice(0, input.decoded.indexOf(UNKNOWN)).split(delimiter);
    if (known.length <= last || /\n./s.test(input.decoded)) return undefined;
  }
  const kept: MappedText[] = [];
  let start = 0;
  for (const line of input.decoded.split('\n')) {
    const end = start + line.length;
    if (!line.includes(delimiter)) kept.push(slice(input, start, end));
    let at = start;
    let isFirst = true;
    for (const [index, field] of line.includes(delimiter) ? line.split(delimiter).entries() : []) {
      if (has(index + 1)) {
        // A delimiter stands between two that are kept, wherever they stood.
        if (!isFirst) kept.push(slice(input, at - 1, at));
        kept.push(slice(input, at, at + field.length));
        isFirst = false;
      }
      at += field.length + 1;
    }
    if (end < input.decoded.length) kept.push(slice(input, end, end + 1));
    else if (line !== '') kept.push(ending);
    start = end + 1;
  }
  return concat(kept);
}

function fieldsOf(operands: readonly string[]): Fields | undefined {
  let delimiter = '\t';
  let list: string | undefined;
  for (let index = 0; index < operands.length; index++) {
    const [, short, long, value = ''] =
      /^-(?:([df])|-(delimiter|fields)=)(.*)$/s.exec(operands[index] ?? '') ?? [];
    const letter = short ?? long?.charAt(0);
    const given = short && value === '' ? operands[++index] : value;
    if (letter === undefined || given === undefined) return undefined;
    if (letter === 'd') delimiter = given;
    else list = given;
  }
  if (list === undefined || delimiter.length !== 1 || delimiter === '\n') return undefined;
  const ranges = list.split(',').map((part) => /^(\d+)(-(\d*))?$|^-(\d+)$/.exec(part));
  if (ranges.includes(null)) return undefined;
  const spans = ranges.map((range) => {
    const [, from = '1', open, to, until] = range ?? [];
    const last = until ?? (open === undefined ? from : to || Number.POSITIVE_INFINITY);
    return { first: Number(from), last: Number(last) };
  });
  return {
    delimiter,
    has: (field) => spans.some(({ first, last }) => field >= first && field <= last),
    last: Math.max(...spans.map(({ last }) => last)),
  };
}

/** What `basename PATH [SUFFIX]` prints, without its line ending; undefined where that is not known. */
export function basename(operands: readonly MappedText[]): MappedText | undefined {
  const [path, suffix, ...others] = operands;
  if (path === undefined || others.length > 0 || path.decoded.startsWith('-')) return undefined;
  if (suffix !== undefined && !isKnown(suffix)) return undefined;
  const end = path.decoded.replace(/\/+$/, '').length;
  const start = path.decoded.lastIndexOf('/', end - 1) + 1;
  const name = slice(path, start, end);
  const isSure = isKnown(name) && path.pieces.every(({ branch }) => branch === undefined);
  if (!isSure || name.decoded === '') return undefined;
  const ending = suffix?.decoded ?? '';
  const isCut = ending !== '' && name.decoded !== ending && name.decoded.endsWith(ending);
  return isCut ? slice(name, 0, name.decoded.length - ending.length) : name;
}
