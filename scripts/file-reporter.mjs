// A node:test reporter for people: a line for each file of tests, and all there is to say of a test that fails.
import { relative } from 'node:path';
import { inspect } from 'node:util';

/** @param {AsyncIterable<{ type: string, data: any }>} source */
// biome-ignore lint/style/noDefaultExport: node --test-reporter takes the default export.
export default async function* fileReporter(source) {
  /** @type {{ file: string, passed: number, failed: number, start: number } | undefined} */
  let open;
  let said = '';
  const close = () => {
    if (open === undefined) return '';
    const { file, passed, failed, start } = open;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const bad = failed > 0 ? `, ${failed} failed` : '';
    return `${failed > 0 ? '✖' : '✔'} ${file}  ${passed} passed${bad}  ${seconds} s\n`;
  };
  for await (const { type, data } of source) {
    // Several tests of a file may lack the same program.
    if (type === 'test:diagnostic' && data.file !== undefined && data.message !== said) {
      said = data.message;
      yield `  ${said}\n`;
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const file = data.file === undefined ? '' : relative(process.cwd(), data.file);
    if (open?.file !== file) {
      yield close();
      open = { file, passed: 0, failed: 0, start: performance.now() - data.details.duration_ms };
    }
    // A suite has passed or failed with its tests.
    if (data.details.type === 'suite') continue;
    if (type === 'test:pass') open.passed++;
    else {
      open.failed++;
      yield `✖ ${data.name} (${file}:${data.line})\n${inspect(data.details.error?.cause ?? data.details.error)}\n`;
    }
  }
  yield close();
}
