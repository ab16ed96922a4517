/** Fixes as an edit of the protocol; undefined if a file is not known any more. Why: docs/decisions/fix-safety.md */
import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  SnippetTextEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileEdit, FileFix } from '../../service/analysis/file-findings.ts';
import type { Edit } from '../../text/edit.ts';
import { getOrInsert } from '../../text/lookup.ts';
import type { FindDocument, NamedDocument } from '../../workspace/named-documents.ts';
import { toRange } from '../../workspace/positions.ts';
import type { ClientFeatures } from './convert.ts';
import { toSnippet, wholeLines } from './snippets.ts';

interface MarkedEdit extends FileEdit {
  readonly annotation?: string;
}

export function toWorkspaceEdit(
  fixes: readonly FileFix[],
  find: FindDocument,
  features: ClientFeatures,
): WorkspaceEdit | undefined {
  const { changeAnnotations, annotationOf } = annotate();
  const edits = fixes.flatMap((fix): readonly MarkedEdit[] => {
    const annotation = annotationOf(fix);
    return fix.edits.map((edit) => ({ ...edit, annotation }));
  });
  const whole = editOfFiles(edits, find, features);
  const isMarked = whole?.documentChanges && features.changeAnnotations;
  return whole && { ...whole, ...(isMarked && { changeAnnotations }) };
}

/** Edits of files that do not overlap; undefined if a file is not known any more. */
export function editOfFiles(
  edits: readonly MarkedEdit[],
  find: FindDocument,
  features: ClientFeatures,
): WorkspaceEdit | undefined {
  const files = new Map<string, { readonly file: NamedDocument; readonly edits: MarkedEdit[] }>();
  for (const edit of edits) {
    const file = find(edit.path);
    if (file === undefined) return undefined;
    getOrInsert(files, file.uri, () => ({ file, edits: [] })).edits.push(edit);
  }
  if (!features.documentChanges) {
    const changes = [...files].map(([uri, { file, edits: own }]) => [
      uri,
      own.map((edit) => toTextEdit(file, edit, features)),
    ]);
    return { changes: Object.fromEntries(changes) };
  }
  // A client refuses an edit of another version.
  const documentChanges = [...files.values()].map(({ file, edits: own }) => ({
    textDocument: { uri: file.uri, version: file.version },
    edits: toEdits(file, own, features),
  }));
  return { documentChanges };
}

function annotate() {
  const changeAnnotations: Record<string, ChangeAnnotation> = {};
  const ids = new Map<string, string>();
  return {
    changeAnnotations,
    annotationOf: (fix: FileFix): string => {
      const key = JSON.stringify([fix.title, fix.risk]);
      const id = getOrInsert(ids, key, () => `fix-${ids.size + 1}`);
      const annotation = { label: fix.title, description: fix.risk, needsConfirmation: false };
      changeAnnotations[id] = annotation;
      return id;
    },
  };
}

function toEdits(
  file: NamedDocument,
  edits: readonly MarkedEdit[],
  features: ClientFeatures,
): (TextEdit | AnnotatedTextEdit | SnippetTextEdit)[] {
  const asks = features.snippets && edits.some(({ placeholders = [] }) => placeholders.length > 0);
  // A client indents all lines of a snippet.
  const written = asks ? wholeLines(file.document.getText(), edits) : edits;
  let stop = 1;
  return written.map((edit) => {
    const { annotation } = edit;
    const annotated = features.changeAnnotations && annotation && { annotationId: annotation };
    const stops = edit.placeholders?.length ?? 0;
    if (!asks || stops === 0) return { ...toTextEdit(file, edit, features), ...annotated };
    // VS Code joins the snippets of an edit, so their numbers differ.
    const value = toSnippet(edit, stop);
    stop += stops;
    const range = toRange(file.document, edit.at, features.encoding);
    return { range, snippet: { kind: 'snippet', value }, ...annotated };
  });
}

function toTextEdit(
  { document }: NamedDocument,
  { at, text }: Edit,
  { encoding }: ClientFeatures,
): TextEdit {
  return { range: toRange(document, at, encoding), newText: text };
}
