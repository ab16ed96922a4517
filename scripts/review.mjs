// Prints what the language server finds in a folder or a file: per finding its place, its message
// and rule, and the line with the exposed text underlined.
import { readFileSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startLanguageServer } from './language-client.mjs';

const LONG_LINE = 160;

const SEVERITIES = ['', 'error', 'warning', 'information', 'hint'];
const COLOURS = ['', '31', '33', '34', '36'];

const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR;

/**
 * Reviews a folder or a file and prints the findings, and what was not checked.
 * @param {string} path
 * @returns {Promise<number>} how many findings there are
 */
export async function printReview(path) {
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  const server = await startLanguageServer(folder);
  const { files, notChecked } = isFolder
    ? await server.reviewFolder()
    : await reviewFile(server, path);
  await server.stop();
  /** @type {number[]} */
  const bySeverity = [0, 0, 0, 0, 0];
  const found = files.filter(({ items }) => (items ?? []).length > 0).toSorted(byName);
  for (const { uri, items } of found) {
    const file = fileURLToPath(uri);
    const name = relative(folder, file);
    console.log(paint('1', `\n${printable(name)}`));
    const lines = readFileSync(file, 'utf8').split(/\r\n|\r|\n/);
    for (const diagnostic of items.toSorted(byPlace)) {
      bySeverity[diagnostic.severity] = (bySeverity[diagnostic.severity] ?? 0) + 1;
      printFinding(name, lines, diagnostic);
    }
  }
  printNotChecked(folder, notChecked);
  const total = bySeverity.reduce((sum, count) => sum + count, 0);
  const detail = countsOf(bySeverity);
  console.log(`\n${plural(total, 'finding')}${detail} in ${plural(found.length, 'file')}`);
  return total;
}

/**
 * What is found in one file, without a look at its neighbours.
 * @param {Awaited<ReturnType<typeof startLanguageServer>>} server
 * @param {string} path
 */
async function reviewFile(server, path) {
  const uri = pathToFileURL(path).href;
  // Without a language the server decides by name and content, as it does in a review.
  const items = await server.diagnose({ uri, languageId: '', text: readFileSync(path, 'utf8') });
  return { files: [{ uri, items }], notChecked: undefined };
}

/**
 * @param {string} folder
 * @param {import('./language-client.mjs').NotChecked | undefined} notChecked
 */
function printNotChecked(folder, notChecked) {
  if (notChecked === undefined) return;
  const { uris, more, unfollowed, documentation, programs } = notChecked;
  const names = uris.map((uri) => relative(folder, fileURLToPath(uri)));
  const counts = [
    ...(more > 0 ? [`${more} more files with monitor options`] : []),
    ...(documentation > 0
      ? [`${plural(documentation, 'documentation file')} with monitor options`]
      : []),
    ...(programs > 0 ? [`${plural(programs, 'file')} naming only a program of QEMU`] : []),
  ];
  for (const uri of unfollowed) {
    console.log(`\nNot followed to its end: ${printable(relative(folder, fileURLToPath(uri)))}`);
  }
  const lines = [...names.map(printable), ...counts];
  if (lines.length === 0) return;
  console.log(paint('1', '\nNot checked (Monitor Guard does not read these languages)'));
  for (const line of lines) console.log(`    ${line}`);
}

/**
 * For example " (2 errors, 1 warning)".
 * @param {readonly number[]} bySeverity
 */
function countsOf(bySeverity) {
  const parts = bySeverity.flatMap((count, severity) =>
    count > 0 ? [plural(count, SEVERITIES[severity] ?? '')] : [],
  );
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

/**
 * @param {string} name
 * @param {readonly string[]} lines
 * @param {import('./language-client.mjs').Diagnostic} diagnostic
 */
function printFinding(name, lines, { range, severity, message, code }) {
  const { line, character } = range.start;
  const colour = COLOURS[severity] ?? '';
  const place = `${name}:${line + 1}:${character + 1}`;
  console.log(
    `${printable(place)} ${paint(colour, SEVERITIES[severity] ?? '')} ${printable(message)} [${code}]`,
  );
  const whole = lines[line] ?? '';
  // Of a line that fills the screen only the surroundings of the finding are shown.
  const from = whole.length > LONG_LINE ? Math.max(0, character - LONG_LINE / 2) : 0;
  const source = printable(whole.slice(from, from + LONG_LINE));
  const start = character - from;
  const end = range.end.line === line ? range.end.character - from : source.length;
  // A tab stays a tab, so that the carets stand below the text whatever the terminal's tab width.
  const indent = source.slice(0, start).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(end, source.length) - start));
  console.log(`    ${source}`);
  console.log(`    ${indent}${paint(colour, carets)}`);
}

/**
 * What a stranger's file holds may not command the terminal.
 * @param {string} text
 */
function printable(text) {
  return text.replace(/[^\P{Cc}\t]/gu, '\ufffd');
}

/**
 * @param {{ uri: string }} a
 * @param {{ uri: string }} b
 */
function byName(a, b) {
  return a.uri < b.uri ? -1 : 1;
}

/**
 * @param {import('./language-client.mjs').Diagnostic} a
 * @param {import('./language-client.mjs').Diagnostic} b
 */
function byPlace(a, b) {
  return (
    a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character
  );
}

/**
 * @param {number} count
 * @param {string} noun
 */
function plural(count, noun) {
  return count === 1 || noun === 'information' ? `${count} ${noun}` : `${count} ${noun}s`;
}

/**
 * @param {string} colour
 * @param {string} text
 */
function paint(colour, text) {
  return coloured ? `\u001b[${colour}m${text}\u001b[0m` : text;
}
