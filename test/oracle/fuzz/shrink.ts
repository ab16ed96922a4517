/**
 * Makes a case small that shows a difference: leaves out options, files' lines, items of lists and parts
 * of values as long as something still differs. Each step asks QEMU.
 */
import { makeSmall } from '../flow/shrink.ts';
import type { FuzzCase } from './case.ts';

/** The smallest case found within so many questions for which `differs` still holds. */
export function shrinkCase(
  start: FuzzCase,
  differs: (candidate: FuzzCase) => Promise<boolean>,
  questions = 150,
): Promise<FuzzCase> {
  const one = function* (best: FuzzCase) {
    for (const candidate of smaller(best)) yield [candidate];
  };
  return makeSmall(start, one, questions, async ([candidate]) =>
    candidate && (await differs(candidate)) ? candidate : undefined,
  );
}

/** Cases with one thing less, the biggest things first. */
function* smaller(whole: FuzzCase): Iterable<FuzzCase> {
  const { args, files } = whole;
  for (const count of [2, 1]) {
    for (let at = args.length - count; at >= 0; at--) {
      yield { ...whole, args: args.toSpliced(at, count) };
    }
  }
  for (const [name, text] of Object.entries(files)) {
    if (!args.some((word) => word.includes(name))) {
      const { [name]: _, ...rest } = files;
      yield { ...whole, files: rest };
      continue;
    }
    for (const less of without(text, '\n')) yield { ...whole, files: { ...files, [name]: less } };
  }
  for (const [index, word] of args.entries()) {
    for (const less of without(word, ',')) yield { ...whole, args: args.with(index, less) };
  }
}

/** The text without one of the parts that a separator makes. */
function* without(text: string, separator: string): Iterable<string> {
  const parts = text.split(separator);
  if (parts.length < 2) return;
  for (let at = parts.length - 1; at >= 0; at--) yield parts.toSpliced(at, 1).join(separator);
}
