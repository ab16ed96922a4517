// The facts of a QEMU as a page of words: a line `groups chardev boolean: abstract append …` for all keys of one type, wrapped
// at 100 characters, so that a new version of QEMU shows as a short diff.

/** The members that are lists, and those that are text. */
const LISTS = ['configGroups', 'backends', 'storageDaemonObjects'];
const WIDTH = 100;

/**
 * @param {object} facts those of `qemu-facts.mjs`
 * @returns {string}
 */
export function writeFacts(facts) {
  const lines = Object.entries(facts).flatMap(([key, value]) => linesOf(key, value));
  return `${lines.join('\n')}\n`;
}

/**
 * @param {string} path
 * @param {unknown} value a text, words, types by name, or such by group
 * @returns {readonly string[]}
 */
function linesOf(path, value) {
  if (Array.isArray(value)) return wrapped(path, value);
  if (typeof value !== 'object' || value === null) return [`${path}: ${value}`];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${path}:`];
  if (typeof entries[0]?.[1] !== 'string')
    return entries.flatMap(([group, types]) => linesOf(`${path} ${group}`, types));
  const types = [...new Set(entries.map(([, type]) => type))].toSorted();
  return types.flatMap((type) =>
    wrapped(
      `${path} ${type}`,
      entries.filter(([, own]) => own === type).map(([name]) => name),
    ),
  );
}

/**
 * @param {string} path
 * @param {readonly string[]} words
 */
function wrapped(path, words) {
  const lines = [`${path}:`];
  for (const word of words) {
    if ((lines.at(-1)?.length ?? 0) + word.length < WIDTH) lines.push(`${lines.pop()} ${word}`);
    else lines.push(`  ${word}`);
  }
  return lines;
}

/**
 * Reads what `writeFacts` writes.
 * @param {string} text
 * @returns {any}
 */
export function readFacts(text) {
  /** @type {Record<string, any>} */
  const facts = {};
  for (const line of text
    .trim()
    .replace(/\n {2}/g, ' ')
    .split('\n')) {
    const [head = '', rest = ''] = line.split(/:(?: |$)/);
    const [key = '', ...path] = head.split(' ');
    const words = rest === '' ? [] : rest.split(' ');
    if (LISTS.includes(key)) facts[key] = words;
    else if (path.length === 0) facts[key] = key === 'version' ? rest : rest === 'true';
    else {
      const isGrouped = path.length === 2 || words.length === 0;
      const [type] = path.slice(isGrouped ? 1 : 0);
      facts[key] ??= {};
      if (isGrouped) facts[key][path[0] ?? ''] ??= {};
      const types = isGrouped ? facts[key][path[0] ?? ''] : facts[key];
      for (const word of words) types[word] = type;
    }
  }
  return facts;
}
