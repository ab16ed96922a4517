// A node:test reporter that says only how many tests passed and failed, as JSON, for the totals of
// `npm test`. It runs beside the reporter that people read.

/**
 * @param {AsyncIterable<{ type: string, data: any }>} source
 */
// biome-ignore lint/style/noDefaultExport: node --test-reporter takes the default export.
export default async function* countReporter(source) {
  for await (const { type, data } of source) {
    // With a process per file there is a summary per file too; the whole run's names no file.
    if (type !== 'test:summary' || data.file !== undefined) continue;
    const { passed, failed = 0, cancelled, skipped, todo, tests } = data.counts;
    // A test that is neither passed, skipped nor to do has failed or was cancelled.
    const notPassed = Math.max(failed + cancelled, tests - passed - skipped - todo);
    yield JSON.stringify({ passed, failed: notPassed, skipped: skipped + todo });
  }
}
