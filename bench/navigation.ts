/**
 * How long an editor waits for what it asks about a place or a document besides diagnostics: once after a
 * change, which has the document analyzed, and once more.
 */
import type { ClientCapabilities } from 'vscode-languageserver';
import { PULLING_EDITOR, startClient } from '../test/support/lsp-client.ts';
import { OUR_SERVER } from './bundles.ts';
import { shellScript } from './generate.ts';
import { median, milliseconds, printTable, quantile } from './statistics.ts';

const LINES = 1000;
const ROUNDS = 30;
const URI = 'file:///bench/navigation.sh';

const EDITOR: ClientCapabilities = {
  ...PULLING_EDITOR,
  textDocument: {
    ...PULLING_EDITOR.textDocument,
    definition: {},
    references: {},
    documentHighlight: {},
    rename: { prepareSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    documentLink: {},
    semanticTokens: {
      tokenTypes: [],
      tokenModifiers: [],
      formats: ['relative'],
      requests: { full: true, range: true },
    },
  },
};

export async function measureNavigation(): Promise<void> {
  console.log(`\nFinding one's way in a script of ${LINES} lines, after a change and again`);
  const { languageId, text } = shellScript(LINES);
  const textDocument = { uri: URI };
  const index = text.indexOf('id=', text.length / 2);
  const before = text.slice(0, index + 'id='.length).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const place = { textDocument, position };
  const end = { line: LINES, character: 0 };
  const requests: readonly (readonly [method: string, params: object])[] = [
    ['textDocument/definition', place],
    ['textDocument/references', { ...place, context: { includeDeclaration: true } }],
    ['textDocument/documentHighlight', place],
    ['textDocument/prepareRename', place],
    ['textDocument/rename', { ...place, newName: 'renamed' }],
    ['textDocument/documentSymbol', { textDocument }],
    ['textDocument/documentLink', { textDocument }],
    ['textDocument/semanticTokens/full', { textDocument }],
    [
      'textDocument/semanticTokens/range',
      { textDocument, range: { start: { line: LINES - 50, character: 0 }, end } },
    ],
  ];
  const rows = [['', 'changed', 'p95', 'again', 'p95']];
  const client = await startClient({
    ...OUR_SERVER,
    capabilities: EDITOR,
  });
  client.open(URI, languageId, text);
  let version = 1;
  for (const [method, params] of requests) {
    const changed: number[] = [];
    const again: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      version++;
      client.change(URI, version, [{ range: { start: end, end }, text: ' ' }]);
      for (const times of [changed, again]) {
        const begin = performance.now();
        await client.request(method, params);
        times.push(performance.now() - begin);
      }
    }
    const figures = [
      median(changed),
      quantile(changed, 0.95),
      median(again),
      quantile(again, 0.95),
    ];
    rows.push([method.replace('textDocument/', ''), ...figures.map(milliseconds)]);
  }
  await client.stop();
  printTable(rows);
}
