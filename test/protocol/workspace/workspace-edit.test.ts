/** Fixes as edits of the protocol, for clients that can do more or less with them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientFeatures } from '../../../server/src/lsp/convert/convert.ts';
import { toSnippet, wholeLines } from '../../../server/src/lsp/convert/snippets.ts';
import { toWorkspaceEdit } from '../../../server/src/lsp/convert/workspace-edit.ts';
import type { FileEdit, FileFix } from '../../../server/src/service/analysis/file-findings.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import type { FindDocument } from '../../../server/src/workspace/named-documents.ts';

const FEATURES: ClientFeatures = {
  encoding: 'utf-16',
  relatedInformation: true,
  codeDescription: true,
  markdown: true,
  documentChanges: true,
  changeAnnotations: true,
  snippets: true,
  rulePages: '',
  asksReasons: false,
  listsMonitors: false,
  readsFiles: false,
  checksSchemas: false,
  asksToAccept: false,
  tellsMoved: false,
};

const TEXTS: Readonly<Record<string, string>> = {
  '/w/a': 'first\n  second third\n',
  '/w/b': 'other\n',
};

const find: FindDocument = (path) => {
  const text = TEXTS[path];
  if (text === undefined) return undefined;
  const uri = `file://${path}`;
  return { uri, document: TextDocument.create(uri, '', 0, text), version: null };
};

function edit(
  path: string,
  start: number,
  end: number,
  text: string,
  ...holes: [number, number][]
): FileEdit {
  const placeholders = holes.map(([from, to]) => ({ start: from, end: to }));
  return { path, at: { start, end }, text, ...(holes.length > 0 && { placeholders }) };
}

function fix(edits: readonly FileEdit[], words: Partial<FileFix> = {}): FileFix {
  const rest = {
    id: 'quote-value',
    title: 'Title',
    risk: 'Risk',
    preferred: true,
  } as const;
  return { safety: 'safe', ...rest, edits, ...words };
}

/** What is written into the first file: of a text its characters, of a snippet all of it. */
function written(workspaceEdit: WorkspaceEdit | undefined): readonly unknown[] {
  const [file] = (workspaceEdit?.documentChanges ?? []) as TextDocumentEdit[];
  return (file?.edits ?? []).map((one) => ('snippet' in one ? one.snippet : one.newText));
}

describe('an edit with something to fill in', () => {
  const asking = fix([edit('/w/a', 0, 5, 'id=CN=client', [3, 12])]);

  it('is a snippet with a tab stop for each part', () => {
    const value = 'id=${1:CN=client}';
    assert.deepEqual(written(toWorkspaceEdit([asking], find, FEATURES)), [
      { kind: 'snippet', value },
    ]);
    const two = [
      edit('/w/a', 14, 14, 'd', [0, 1]),
      edit('/w/a', 0, 5, 'a b c', [0, 1], [4, 5]),
      edit('/w/a', 15, 20, 'e'),
    ];
    assert.deepEqual(written(toWorkspaceEdit([fix(two)], find, FEATURES)), [
      { kind: 'snippet', value: '${1:a} b ${2:c}' },
      { kind: 'snippet', value: '${3:d}' },
      'e',
    ]);
  });

  it('is plain text for a client that knows no snippets', () => {
    const plain = { ...FEATURES, snippets: false };
    assert.deepEqual(written(toWorkspaceEdit([asking], find, plain)), ['id=CN=client']);
  });

  it('keeps dollars, braces and backslashes as they are', () => {
    const text = '"${A:-\\$}" $1 \\}';
    assert.equal(toSnippet(edit('', 0, 0, text), 1), '"\\${A:-\\\\\\$\\}" \\$1 \\\\\\}');
    assert.equal(toSnippet(edit('', 0, 0, 'a$}', [1, 3]), 1), 'a${1:\\$\\}}');
  });

  it('begins where its line does, so that an editor indents none of its lines once more', () => {
    const text = TEXTS['/w/a'] ?? '';
    const at = text.indexOf('third');
    const [whole] = wholeLines(text, [edit('/w/a', at, at, 'x\n  y ', [0, 1], [4, 5])]);
    assert.ok(whole);
    assert.deepEqual(whole.at, { start: 6, end: at });
    assert.equal(toSnippet(whole, 1), '  second ${1:x}\n  ${2:y} ');
    for (const untouched of [
      edit('/w/a', at, at, 'x', [0, 1]),
      edit('/w/a', 2, 2, 'x\ny', [0, 1]),
      edit('/w/a', 0, 0, 'x\ny', [0, 1]),
    ]) {
      assert.deepEqual(wholeLines(text, [untouched]), [untouched]);
    }
  });

  it('has what is written beside it begin where its line does, too', () => {
    const edits = [edit('/w/a', 0, 5, 'x', [0, 1]), edit('/w/a', 8, 14, 'y\n  z')];
    assert.deepEqual(written(toWorkspaceEdit([fix(edits)], find, FEATURES)), [
      { kind: 'snippet', value: '${1:x}' },
      '  y\n  z',
    ]);
  });

  it('is one with what is changed in front of it in its line', () => {
    const text = TEXTS['/w/a'] ?? '';
    const edits = [
      edit('/w/a', 2, 7, 'RST\n\t', [0, 1]),
      edit('/w/a', 8, 14, 'x', [0, 1]),
      edit('/w/a', 15, 20, 'y\n  z', [0, 1], [4, 5]),
    ];
    const [whole, ...others] = wholeLines(text, edits);
    assert.deepEqual(others, []);
    assert.ok(whole);
    assert.equal(toSnippet(whole, 1), '${1:R}ST\n\t ${2:x} ${3:y}\n  ${4:z}');
    assert.equal(applyEdits(text, [whole]), applyEdits(text, edits));
  });
});

describe('the annotations of an edit', () => {
  const fixes = [
    fix([edit('/w/a', 0, 1, 'x')], { title: 'One' }),
    fix([edit('/w/b', 0, 1, 'y')], { title: 'Two' }),
    fix([edit('/w/a', 1, 2, 'z')], { title: 'Three', risk: 'Another risk' }),
  ];

  it('name each fix by its title, without a question', () => {
    const { changeAnnotations } = toWorkspaceEdit(fixes, find, FEATURES) ?? {};
    assert.deepEqual(Object.values(changeAnnotations ?? {}), [
      { label: 'One', description: 'Risk', needsConfirmation: false },
      { label: 'Two', description: 'Risk', needsConfirmation: false },
      { label: 'Three', description: 'Another risk', needsConfirmation: false },
    ]);
  });

  it('are left out for a client that shows none', () => {
    const plain = { ...FEATURES, changeAnnotations: false };
    const { changeAnnotations, documentChanges } = toWorkspaceEdit(fixes, find, plain) ?? {};
    assert.equal(changeAnnotations, undefined);
    assert.doesNotMatch(JSON.stringify(documentChanges), /annotationId/);
  });
});

it('an edit of a file that is not known any more is none', () => {
  assert.equal(toWorkspaceEdit([fix([edit('/w/gone', 0, 1, '')])], find, FEATURES), undefined);
});
