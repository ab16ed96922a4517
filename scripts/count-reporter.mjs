// A node:test reporter that says only how many tests passed and failed, as JSON, for the totals of
// `npm test`, which failed, and why some had nothing to do. It runs beside the reporter that people read.

/** What a test says when the machine lacks the program that it would have asked. */
const LACKS = /\bnot installed\b/;
/** How it says that of a program that is too large for the machine of CI, which is said there too and is no failure. */
const TOO_LARGE = /^too large for CI: /;

/** @param {AsyncIterable<{ type: string, data: any }>} source */
// biome-ignore lint/style/noDefaultExport: node --test-reporter takes the default export.
export default async function* countReporter(source) {
  /** @type {Set<string>} */
  const skipped = new Set();
  /** @type {string[]} */
  const failures = [];
  /** @type {Set<string>} */
  const leftOut = new Set();
  for await (const { type, data } of source) {
    if (type === 'test:pass' && (data.skip ?? data.todo) !== undefined) {
      skipped.add(`${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}`);
    }
    if (type === 'test:fail') failures.push(data.name);
    if (type === 'test:diagnostic' && TOO_LARGE.test(data.message)) leftOut.add(data.message);
    else if (type === 'test:diagnostic' && LACKS.test(data.message)) skipped.add(data.message);
    // With a process per file there is a summary per file too; the whole run's names no file.
    if (type !== 'test:summary' || data.file !== undefined) continue;
    const { counts } = data;
    // A test that is neither passed, skipped nor to do has failed or was cancelled.
    const failed = counts.tests - counts.passed - counts.skipped - counts.todo;
    const said = { skipped: [...skipped], leftOut: [...leftOut], failures };
    yield JSON.stringify({ passed: counts.passed, failed, ...said });
  }
}
